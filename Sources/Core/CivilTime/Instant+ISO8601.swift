extension Instant {
  /// Reads `2026-11-21T02:00:00Z` and its usual variants.
  ///
  /// Accepted: `T` or a space before the time; minutes without seconds; a fraction of any length after `.` or `,` (cut to microseconds);
  /// `Z`, `+01:00`, `+0100`, `+01` or no offset, which means UTC because ZenML sends UTC without one; a bare date, which is its midnight in
  /// UTC; a signed year of four to six digits. Week dates, ordinal dates, 24:00 and leap seconds are refused.
  public init(iso8601 text: String) throws(ISO8601ParseError) {
    var reader = ISO8601Reader(text)
    self = try reader.readInstant()
  }

  /// `2026-11-21T02:00:00Z`; three or six digits of fraction when it is not zero.
  public var iso8601: String {
    "\(CivilDateTime(utc: self))\(fractionText)Z"
  }

  /// `20261121T020000Z`, the basic format, for names that allow no punctuation. The fraction is dropped.
  public var compactISO8601: String {
    let civil = CivilDateTime(utc: self)
    return "\(civil.yearText)\(civil.month.twoDigits)\(civil.day.twoDigits)T\(civil.timeText(separator: ""))Z"
  }

  private var fractionText: String {
    let microseconds = microsecondsSinceEpoch.flooredRemainder(dividingBy: 1_000_000)
    if microseconds == 0 { return "" }
    let digits = String(String(1_000_000 + microseconds).dropFirst())
    return "." + (microseconds % 1_000 == 0 ? String(digits.prefix(3)) : digits)
  }
}
