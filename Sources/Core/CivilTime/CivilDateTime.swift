/// What a wall clock shows: a date of the proleptic Gregorian calendar and a time of day, without a zone.
///
/// Every value is a real date and time: the initialisers refuse 30 February and 24:00.
public struct CivilDateTime: Hashable, Sendable {
  /// Astronomical: 0 is 1 BC. Within ``years``.
  public let year: Int
  /// 1...12.
  public let month: Int
  /// 1...31.
  public let day: Int
  /// 0...23.
  public let hour: Int
  /// 0...59.
  public let minute: Int
  /// 0...59: leap seconds do not exist here.
  public let second: Int

  /// Years that ``Instant`` can hold, with a margin for zone offsets.
  public static let years = -290_000...290_000

  /// Nil unless the fields name a real date and time.
  public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    guard Self.years.contains(year), 1...12 ~= month,
      1...CivilCalendar.days(inMonth: month, year: Int64(year)) ~= day,
      0...23 ~= hour, 0...59 ~= minute, 0...59 ~= second
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// The date and time `localSeconds` after 1970-01-01T00:00:00 on the same wall clock.
  public init(localSeconds: Int64) {
    let dayNumber = localSeconds.flooredQuotient(dividingBy: CivilCalendar.secondsPerDay)
    let secondOfDay = Int(localSeconds - dayNumber * CivilCalendar.secondsPerDay)
    let date = CivilCalendar.date(ofDay: dayNumber)
    year = Int(date.year)
    month = date.month
    day = date.day
    hour = secondOfDay / 3_600
    minute = secondOfDay / 60 % 60
    second = secondOfDay % 60
  }

  /// The date and time in UTC, the fraction of a second dropped.
  public init(utc instant: Instant) {
    self.init(localSeconds: instant.secondsSinceEpoch)
  }

  /// Seconds since 1970-01-01T00:00:00 on the same wall clock.
  public var localSeconds: Int64 {
    dayNumber * CivilCalendar.secondsPerDay + Int64(hour * 3_600 + minute * 60 + second)
  }

  /// Days since 1970-01-01.
  public var dayNumber: Int64 {
    CivilCalendar.dayNumber(year: Int64(year), month: month, day: day)
  }

  /// 0 is Sunday, 6 is Saturday.
  public var weekday: Int { CivilCalendar.weekday(ofDay: dayNumber) }
}

extension CivilDateTime: Comparable {
  /// By the fields from the year down, which is the order on one wall clock; not the order of instants in a zone.
  public static func < (earlier: CivilDateTime, later: CivilDateTime) -> Bool {
    earlier.localSeconds < later.localSeconds
  }
}

extension CivilDateTime: CustomStringConvertible {
  /// `2026-11-21T02:00:00`; years outside 0...9999 carry a sign.
  public var description: String { "\(dateText)T\(timeText(separator: ":"))" }

  /// `2026-11-21`.
  public var dateText: String { "\(yearText)-\(month.twoDigits)-\(day.twoDigits)" }

  /// Years outside 0...9999 carry a sign, as ISO 8601 asks for.
  var yearText: String {
    let digits = String(abs(year))
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    if year < 0 { return "-" + padded }
    return year > 9_999 ? "+" + padded : padded
  }

  func timeText(separator: String) -> String {
    "\(hour.twoDigits)\(separator)\(minute.twoDigits)\(separator)\(second.twoDigits)"
  }
}

extension Int {
  /// At least two digits: `7` is `07`.
  var twoDigits: String { self < 10 ? "0\(self)" : "\(self)" }
}
