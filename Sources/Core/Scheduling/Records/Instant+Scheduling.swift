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
