import CivilTime

/// A DATE or DATE-TIME value (RFC 5545 sections 3.3.4 and 3.3.5).
enum ICalendarTime {
  /// Days since 1970-01-01.
  case date(Int64)
  /// Seconds since 1970-01-01T00:00:00 on the wall clock of a zone; nil is the zone of whoever reads the calendar.
  case time(Int64, zone: ZoneRules?)

  /// - Parameter zone: the zone of a time without `Z`.
  init(_ text: String, zone: ZoneRules?) throws(ICalendarError) {
    let isUTC = text.hasSuffix("Z") || text.hasSuffix("z")
    let parts = (isUTC ? text.dropLast() : text[...]).uppercased().split(separator: "T", omittingEmptySubsequences: false)
    guard let date = parts.first, let day = Self.day(date), parts.count <= 2, !(isUTC && parts.count == 1) else {
      throw ICalendarError("'\(MappingReader.shown(text))' is not a date such as 20261225, or a time such as 20261225T090000Z")
    }
    guard parts.count == 2 else {
      self = .date(day)
      return
    }
    guard let seconds = Self.secondOfDay(parts[1]) else {
      throw ICalendarError("'\(MappingReader.shown(text))' has no time of day such as T090000")
    }
    self = .time(day * CivilCalendar.secondsPerDay + seconds, zone: isUTC ? .utc : zone)
  }

  /// On the wall clock of `zone`; a date begins at its midnight in every zone.
  func local(in zone: ZoneRules) -> Int64 {
    switch self {
    case .date(let day): day * CivilCalendar.secondsPerDay
    case .time(let seconds, let own): own.map { WallClock.convert(seconds, from: $0, to: zone) } ?? seconds
    }
  }

  /// The day that is written, whatever the zone of its time.
  var writtenDay: Int64 {
    switch self {
    case .date(let day): day
    case .time(let seconds, _): seconds.flooredQuotient(dividingBy: CivilCalendar.secondsPerDay)
    }
  }

  var isDate: Bool { if case .date = self { true } else { false } }

  private static func day(_ text: Substring) -> Int64? {
    guard let digits = digits(text, count: 8) else { return nil }
    let (year, month, day) = (digits / 10_000, digits / 100 % 100, digits % 100)
    return CivilDateTime(year: year, month: month, day: day)?.dayNumber
  }

  /// A leap second counts as the one before it, as RFC 5545 asks of systems without them.
  private static func secondOfDay(_ text: Substring) -> Int64? {
    guard let digits = digits(text, count: 6) else { return nil }
    let (hour, minute, second) = (digits / 10_000, digits / 100 % 100, digits % 100)
    guard hour < 24, minute < 60, second <= 60 else { return nil }
    return Int64(hour * 3_600 + minute * 60 + min(second, 59))
  }

  private static func digits(_ text: Substring, count: Int) -> Int? {
    text.count == count && text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
  }
}

/// What one wall clock shows when another shows a time.
enum WallClock {
  static func convert(_ local: Int64, from zone: ZoneRules, to other: ZoneRules) -> Int64 {
    zone.name == other.name ? local : other.civil(at: instant(local, in: zone)).localSeconds
  }

  /// A time that the clock skips is where it goes on, one that it repeats is the earlier, or, of an end, the later.
  static func instant(_ local: Int64, in zone: ZoneRules, isEnd: Bool = false) -> Instant {
    switch zone.resolve(CivilDateTime(localSeconds: local)) {
    case .single(let instant): instant
    case .skipped(let resumesAt): resumesAt
    case .repeated(let earlier, let later): isEnd ? later : earlier
    }
  }

  /// From the lowest time that the clock of a zone shows during `instants` to behind the highest one.
  ///
  /// Where it is put back meanwhile, that is more than the times at both ends: some are shown twice. Then it may hold times that the clock
  /// shows before `instants` or behind them as well, by no more than it is put back.
  /// - Parameter instants: seconds since 1970-01-01T00:00:00Z, not empty.
  static func shown(during instants: Range<Int64>, in zone: ZoneRules) -> Range<Int64> {
    let (first, last) = (instants.lowerBound, instants.upperBound)
    let begin = segments(of: zone, in: first..<min(last, first + offsetReach))
    let end = segments(of: zone, in: max(first, last - offsetReach)..<last)
    let lowest = begin.map { max(first, $0.start) + Int64($0.offset) }.reduce(Int64.max, min)
    let highest = end.map { min(last, $0.end) + Int64($0.offset) }.reduce(Int64.min, max)
    return lowest..<highest
  }

  /// Further than a clock is ever put back: what it shows later than that is no lower.
  private static let offsetReach = 2 * CivilCalendar.secondsPerDay

  private static func segments(of zone: ZoneRules, in instants: Range<Int64>) -> [ZoneSegment] {
    var found = [zone.segment(at: instants.lowerBound)]
    while let last = found.last, last.end < instants.upperBound { found.append(zone.segment(at: last.end)) }
    return found
  }
}
