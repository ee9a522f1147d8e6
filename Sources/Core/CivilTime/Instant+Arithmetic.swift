/// Attoseconds in a microsecond: `Duration` counts attoseconds, ``Instant`` microseconds.
private let attosecondsPerMicrosecond: Int128 = 1_000_000_000_000

extension Duration {
  /// Whole microseconds, cut towards zero; saturating.
  package var microseconds: Int64 {
    Int64(clamping: attoseconds / attosecondsPerMicrosecond)
  }
}

extension Instant {
  /// The instant `duration` later (earlier when it is negative), cut to microseconds; saturating.
  package func advanced(by duration: Duration) -> Instant {
    Instant(microsecondsSinceEpoch: microsecondsSinceEpoch.saturatingAdded(duration.microseconds))
  }

  /// The exact time from here to `other`; negative when `other` is earlier.
  package func duration(to other: Instant) -> Duration {
    .microseconds(other.microsecondsSinceEpoch) - .microseconds(microsecondsSinceEpoch)
  }

  package static func + (instant: Instant, duration: Duration) -> Instant {
    instant.advanced(by: duration)
  }

  package static func - (instant: Instant, duration: Duration) -> Instant {
    let microseconds = duration.microseconds
    // Int64.min has no opposite; half a microsecond-range further changes nothing once saturated.
    return Instant(
      microsecondsSinceEpoch: instant.microsecondsSinceEpoch.saturatingAdded(microseconds == .min ? .max : -microseconds))
  }

  package static func - (later: Instant, earlier: Instant) -> Duration {
    earlier.duration(to: later)
  }

  package static func += (instant: inout Instant, duration: Duration) {
    instant = instant + duration
  }

  package static func -= (instant: inout Instant, duration: Duration) {
    instant = instant - duration
  }
}
