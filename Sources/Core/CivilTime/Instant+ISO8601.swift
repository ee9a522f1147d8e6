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
    let civil = CivilDateTime(utc: self)
    if microsecondsSinceEpoch % 1_000_000 == 0, let text = civil.asciiText(isBasic: false) { return text }
    return "\(civil)\(fractionText)Z"
  }

  /// `20261121T020000Z`, the basic format, for names that allow no punctuation. The fraction is dropped.
  public var compactISO8601: String {
    let civil = CivilDateTime(utc: self)
    return civil.asciiText(isBasic: true)
      ?? "\(civil.yearText)\(civil.month.twoDigits)\(civil.day.twoDigits)T\(civil.timeText(separator: ""))Z"
  }

  private var fractionText: String {
    let microseconds = microsecondsSinceEpoch.flooredRemainder(dividingBy: 1_000_000)
    if microseconds == 0 { return "" }
    let digits = String(String(1_000_000 + microseconds).dropFirst())
    return "." + (microseconds % 1_000 == 0 ? String(digits.prefix(3)) : digits)
  }
}

extension CivilDateTime {
  /// `2026-11-21T02:00:00Z` or `20261121T020000Z`, written at one go: every fire is named by such texts. Nil for years outside 0...9999.
  fileprivate func asciiText(isBasic: Bool) -> String? {
    guard 0...9_999 ~= year else { return nil }
    return String(unsafeUninitializedCapacity: 20) { buffer in
      var count = 0
      func put(_ number: Int, after separator: UInt8?) {
        if let separator {
          buffer[count] = separator
          count += 1
        }
        buffer[count] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10)
        buffer[count + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10)
        count += 2
      }
      let (hyphen, colon) = isBasic ? (nil, nil) : (UInt8(ascii: "-"), UInt8(ascii: ":"))
      put(year / 100, after: nil)
      put(year % 100, after: nil)
      put(month, after: hyphen)
      put(day, after: hyphen)
      put(hour, after: UInt8(ascii: "T"))
      put(minute, after: colon)
      put(second, after: colon)
      buffer[count] = UInt8(ascii: "Z")
      return count + 1
    }
  }
}
