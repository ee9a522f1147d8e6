/// A point on the UTC time line: whole microseconds since 1970-01-01T00:00:00Z, without leap seconds (POSIX time).
///
/// It reaches about 292,000 years to either side. Arithmetic saturates at ``distantPast`` and ``distantFuture`` and never traps,
/// so a deadline computed from hostile input is far away instead of a crash.
public struct Instant: Hashable, Comparable, Sendable {
  /// Negative before 1970.
  public let microsecondsSinceEpoch: Int64

  /// Every value is an instant.
  @inlinable
  public init(microsecondsSinceEpoch: Int64) {
    self.microsecondsSinceEpoch = microsecondsSinceEpoch
  }

  /// Saturates when the milliseconds do not fit.
  public init(millisecondsSinceEpoch: Int64) {
    self.init(microsecondsSinceEpoch: millisecondsSinceEpoch.saturatingMultiplied(by: 1_000))
  }

  /// Saturates when the seconds do not fit.
  public init(secondsSinceEpoch: Int64) {
    self.init(microsecondsSinceEpoch: secondsSinceEpoch.saturatingMultiplied(by: 1_000_000))
  }

  /// The earliest instant, in the year -290308.
  public static let distantPast = Instant(microsecondsSinceEpoch: .min)
  /// The latest instant, in the year 294247.
  public static let distantFuture = Instant(microsecondsSinceEpoch: .max)

  /// Whole milliseconds, rounded down (also before 1970).
  @inlinable
  public var millisecondsSinceEpoch: Int64 { microsecondsSinceEpoch.flooredQuotient(dividingBy: 1_000) }

  /// Whole seconds, rounded down (also before 1970).
  @inlinable
  public var secondsSinceEpoch: Int64 { microsecondsSinceEpoch.flooredQuotient(dividingBy: 1_000_000) }

  /// Earlier comes first.
  @inlinable
  public static func < (earlier: Instant, later: Instant) -> Bool {
    earlier.microsecondsSinceEpoch < later.microsecondsSinceEpoch
  }
}

extension Instant: CustomStringConvertible {
  /// ``iso8601``.
  public var description: String { iso8601 }
}
