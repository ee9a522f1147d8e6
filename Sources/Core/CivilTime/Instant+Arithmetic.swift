/// Attoseconds in a microsecond: `Duration` counts attoseconds, ``Instant`` microseconds.
private let attosecondsPerMicrosecond: Int128 = 1_000_000_000_000

extension Duration {
  /// Whole microseconds, cut towards zero; saturating.
  public var microseconds: Int64 { Int64(clamping: exactMicroseconds) }

  /// Seconds as a number, cut to microseconds: what is written as whole seconds, or with up to six decimals, comes out as exactly that.
  ///
  /// Dividing by `Duration.seconds(1)` does not: 432 000 s become 432000.00000000006.
  package var decimalSeconds: Double { Double(microseconds) / 1_000_000 }

  /// Whole microseconds, cut towards zero. A `Duration` reaches further than an ``Instant``.
  fileprivate var exactMicroseconds: Int128 { attoseconds / attosecondsPerMicrosecond }
}

extension Instant {
  /// The instant `duration` later (earlier when it is negative), cut to microseconds; saturating.
  public func advanced(by duration: Duration) -> Instant {
    Instant(microsecondsSinceEpoch: Int64(clamping: Int128(microsecondsSinceEpoch) + duration.exactMicroseconds))
  }

  /// The exact time from here to `other`; negative when `other` is earlier.
  public func duration(to other: Instant) -> Duration {
    .microseconds(other.microsecondsSinceEpoch) - .microseconds(microsecondsSinceEpoch)
  }

  /// ``advanced(by:)``.
  public static func + (instant: Instant, duration: Duration) -> Instant {
    instant.advanced(by: duration)
  }

  /// The instant `duration` earlier, cut to microseconds; saturating.
  public static func - (instant: Instant, duration: Duration) -> Instant {
    Instant(microsecondsSinceEpoch: Int64(clamping: Int128(instant.microsecondsSinceEpoch) - duration.exactMicroseconds))
  }

  /// The exact time from `earlier` to `later`: ``duration(to:)``.
  public static func - (later: Instant, earlier: Instant) -> Duration {
    earlier.duration(to: later)
  }

  /// Moves the instant `duration` later; saturating.
  public static func += (instant: inout Instant, duration: Duration) {
    instant = instant + duration
  }

  /// Moves the instant `duration` earlier; saturating.
  public static func -= (instant: inout Instant, duration: Duration) {
    instant = instant - duration
  }
}
