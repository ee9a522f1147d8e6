import CivilTime

extension Instant {
  /// 1970-01-01T00:00:00Z.
  package static let epoch = Instant(secondsSinceEpoch: 0)

  /// This instant, or the first whole second after it.
  package var roundedUpToSecond: Instant {
    let floor = Instant(secondsSinceEpoch: secondsSinceEpoch)
    return floor == self ? self : floor.advanced(by: .seconds(1))
  }

  package var roundedDownToSecond: Instant { Instant(secondsSinceEpoch: secondsSinceEpoch) }
}

/// Stored as microseconds since the epoch.
extension Instant: Codable {
  package init(from decoder: any Decoder) throws {
    self.init(microsecondsSinceEpoch: try decoder.singleValueContainer().decode(Int64.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(microsecondsSinceEpoch)
  }
}
