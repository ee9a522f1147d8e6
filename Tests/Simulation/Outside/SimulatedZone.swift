import CivilTime

/// A time zone of the world: an offset, and changes of it at times of the world's choosing.
struct SimulatedZone {
  struct Change {
    /// Seconds since the epoch, a whole minute.
    let at: Int64
    /// Seconds east of UTC from then on.
    let offset: Int64
  }

  let name: String
  let firstOffset: Int64
  var changes: [Change] = []

  /// Seconds east of UTC.
  func offset(at second: Int64) -> Int64 { changes.last { $0.at <= second }?.offset ?? firstOffset }

  /// The offset before a change.
  func offset(before index: Int) -> Int64 { index == 0 ? firstOffset : changes[index - 1].offset }

  /// The same as the production core gets to read it: RFC 9636, version 1.
  var rules: ZoneRules {
    let offsets = [firstOffset] + changes.map(\.offset)
    var bytes = Array("TZif".utf8) + [UInt8](repeating: 0, count: 16)
    for count in [0, 0, 0, changes.count, offsets.count, 4] { bytes += Self.fourBytes(Int64(count)) }
    for change in changes { bytes += Self.fourBytes(change.at) }
    bytes += changes.indices.map { UInt8($0 + 1) }
    for offset in offsets { bytes += Self.fourBytes(offset) + [0, 0] }
    bytes += Array("SIM".utf8) + [0]
    guard let rules = try? ZoneRules(name: name, tzif: bytes) else { fatalError("zone \(self) cannot be read") }
    return rules
  }

  private static func fourBytes(_ value: Int64) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
}

extension SimulatedZone {
  /// A zone that changes its clock up to three times within `days` after `start`.
  static func random(_ name: String, from start: Instant, days: Int, _ chance: inout Randomness) -> SimulatedZone {
    var zone = SimulatedZone(name: name, firstOffset: Int64(chance.number(-20...22)) * 1800)
    var at = start.secondsSinceEpoch / 3600 * 3600
    for _ in 0..<chance.number(0...3) {
      at += 3600 * Int64(chance.number(14...max(14, days * 16)))
      zone.changes.append(Change(at: at, offset: zone.offset(at: at) + chance.pick([-7200, -3600, -1800, 1800, 3600, 3600])))
    }
    return zone
  }

  /// The same up to `instant`; from a while after that on its clock changes otherwise.
  func replaced(after instant: Instant, _ chance: inout Randomness) -> SimulatedZone {
    let cut = instant.secondsSinceEpoch / 3600 * 3600 + 3600 * Int64(chance.number(16...40))
    var zone = self
    zone.changes.removeAll { $0.at + 14 * 3600 > cut }
    zone.changes.append(Change(at: cut, offset: zone.offset(at: cut) + chance.pick([-3600, 3600])))
    return zone
  }
}
