/// The rules of one time zone, from a TZif file: which offset from UTC was, is and will be in force.
///
/// Immutable, so one instance is shared freely; equal when the name and all rules are equal.
public final class ZoneRules: Sendable {
  /// The name it was made with: `Europe/Stockholm`.
  public let name: String

  /// Ascending and gapless. The last one ends at ``ZoneSegment/endOfTime``, or where ``footer`` takes over.
  @usableFromInline let segments: [ZoneSegment]
  /// What ``ZoneSegment/type`` points into.
  let types: [ZoneOffset]
  /// The rule for instants after the last segment; nil when the last segment never ends.
  let footer: PosixTimeZone?
  /// True when the clock of this zone still changes every year.
  public let observesDaylight: Bool

  /// UTC, without any file.
  public static let utc = ZoneRules(name: "UTC", fixedOffset: .utc)

  /// Reads the rules of a zone.
  /// - Parameters:
  ///   - name: what the zone is to be called; nothing is looked up by it.
  ///   - tzif: the bytes of a TZif file, versions 1 to 4 (RFC 9636), such as `/usr/share/zoneinfo/Europe/Stockholm`.
  /// - Throws: what is wrong with the bytes; none of them can make it trap.
  public convenience init(name: String, tzif: [UInt8]) throws(TZifError) {
    var reader = TZifReader(zone: name, bytes: tzif)
    self.init(name: name, data: try reader.read())
  }

  /// A zone whose clock never changes.
  public convenience init(name: String, fixedOffset: ZoneOffset) {
    self.init(name: name, data: TZifData(times: [], typeIndexes: [], types: [fixedOffset], footer: nil))
  }

  private init(name: String, data: TZifData) {
    var builder = ZoneSegmentBuilder(data)
    builder.build()
    self.name = name
    segments = builder.segments
    types = builder.types
    footer = builder.hasOpenEnd ? data.footer : nil
    observesDaylight = builder.observesDaylight
  }
}

extension ZoneRules {
  /// The offset in force at `instant`.
  /// - Complexity: as ``segment(at:)``.
  public func offset(at instant: Instant) -> ZoneOffset {
    types[Int(segment(at: instant.secondsSinceEpoch).type)]
  }

  /// The wall clock at `instant`, the fraction of a second dropped.
  public func civil(at instant: Instant) -> CivilDateTime {
    let seconds = instant.secondsSinceEpoch
    return CivilDateTime(localSeconds: seconds + Int64(segment(at: seconds).offset))
  }
}

extension ZoneRules: Hashable {
  /// Equal when name, offsets and all changes are equal.
  public static func == (left: ZoneRules, right: ZoneRules) -> Bool {
    left === right
      || left.name == right.name && left.types == right.types && left.footer == right.footer && left.segments == right.segments
  }

  /// Hashes the name: two zones of one name and different rules are rare.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
  }
}

extension ZoneRules: CustomStringConvertible {
  /// ``name``.
  public var description: String { name }
}
