/// A stretch of a zone's history in which its distance from UTC does not change. All times in seconds.
public struct ZoneSegment: Hashable, Sendable {
  /// The first instant, since 1970-01-01T00:00:00Z; ``beginningOfTime`` in the first segment.
  public let start: Int64
  /// The first instant after the segment; ``endOfTime`` in the last one.
  public let end: Int64
  /// The latest wall clock time that any earlier segment reached, exclusive. A ``wallStart`` above it means that local times were skipped,
  /// one below it that local times repeat.
  public let highWaterMark: Int64
  /// Seconds to add to UTC.
  public let offset: Int32
  let type: UInt16

  /// - Parameters:
  ///   - start: the first instant, since 1970-01-01T00:00:00Z.
  ///   - end: the first instant after it; later than `start`.
  ///   - highWaterMark: what ``highWaterMark`` says.
  ///   - offset: seconds to add to UTC.
  ///   - type: which of its zone's offsets is in force.
  public init(start: Int64, end: Int64, highWaterMark: Int64, offset: Int32, type: UInt16) {
    self.start = start
    self.end = end
    self.highWaterMark = highWaterMark
    self.offset = offset
    self.type = type
  }

  /// Further than any ``Instant``, yet far enough from the ends of `Int64` that adding an offset never overflows.
  public static let beginningOfTime: Int64 = -1 << 60
  /// Later than any ``Instant``; see ``beginningOfTime``.
  public static let endOfTime: Int64 = 1 << 60

  /// The wall clock at ``start``, in seconds since 1970-01-01T00:00:00 of the same clock.
  @inlinable
  public var wallStart: Int64 { start + Int64(offset) }

  /// The wall clock that ``end`` would show if the segment went on.
  @inlinable
  public var wallEnd: Int64 { end + Int64(offset) }
}
