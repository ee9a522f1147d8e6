/// What a zone says about one instant: how far its wall clock is from UTC, and what that time is called.
public struct ZoneOffset: Hashable, Sendable {
  /// Seconds to add to UTC; positive east of Greenwich. Within -25 h < offset < 26 h (RFC 9636, 3.2).
  public let seconds: Int
  /// Daylight saving (summer) time, as the zone's own rules call it. In Europe/Dublin winter time is the one so marked.
  public let isDaylight: Bool
  /// `CET`, `-03`.
  public let abbreviation: String

  /// - Parameters:
  ///   - seconds: to add to UTC; positive east of Greenwich.
  ///   - isDaylight: whether the zone calls it daylight time.
  ///   - abbreviation: what clocks call it, such as `CET`.
  public init(seconds: Int, isDaylight: Bool, abbreviation: String) {
    self.seconds = seconds
    self.isDaylight = isDaylight
    self.abbreviation = abbreviation
  }

  static let utc = ZoneOffset(seconds: 0, isDaylight: false, abbreviation: "UTC")
}

extension ZoneOffset: CustomStringConvertible {
  /// `+01:00`, `-02:30`, `-00:01:15`.
  public var description: String {
    let magnitude = abs(seconds)
    let tail = magnitude % 60 == 0 ? "" : ":\((magnitude % 60).twoDigits)"
    return "\(seconds < 0 ? "-" : "+")\((magnitude / 3_600).twoDigits):\((magnitude / 60 % 60).twoDigits)\(tail)"
  }
}
