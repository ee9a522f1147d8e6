import CivilTime

/// Finds what is accepted but surprising in a parsed expression.
///
/// The word "croniter" in messages is the library with which a ZenML server computes occurrences.
struct CronAdvisor {
  let pattern: CronPattern
  let places: CronPlaces
  let zone: ZoneRules
  /// False when no date satisfies the fields.
  let isSatisfiable: Bool

  /// - Parameter text: what `pattern` was read from.
  init(pattern: CronPattern, text: String, zone: ZoneRules, isSatisfiable: Bool) {
    self.pattern = pattern
    places = CronPlaces(of: pattern, in: text)
    self.zone = zone
    self.isSatisfiable = isSatisfiable
  }

  /// From the left; at one place in the order found.
  var warnings: [CronWarning] {
    let fields = pattern.fields.flatMap { pattern in
      zip(pattern.items, places.itemRanges(of: pattern.field)).flatMap { item, range in
        itemWarnings(item, in: pattern.field, at: range)
      }
    }
    let whole = [shortMonthsWarning, dayRuleWarning, daylightWarning, neverFiresWarning].compactMap(\.self)
    return (fields + whole).enumerated()
      .sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }.map(\.element)
  }
}

/// Clock changes, and dates that do not exist.
extension CronAdvisor {
  /// Local hours in which zones change their clocks, nearly always.
  private static let changingHours: UInt64 = 0b1111
  private static let allHours: UInt64 = 0xFF_FFFF

  private var daylightWarning: CronWarning? {
    guard zone.observesDaylight else { return nil }
    let hours = pattern[.hour]
    guard !hours.startsWithStar, hours.bits & Self.changingHours != 0 else { return nil }
    let followsWallClock = pattern.followsWallClock
    // What fires in every hour fires soon again.
    if followsWallClock, hours.bits == Self.allHours { return nil }
    let effect = followsWallClock ? "it fires at no skipped time, and twice at one that comes twice" : "it fires once either way"
    return CronWarning(
      .daylightWindow, field: .hour, at: places.range(of: .hour),
      "in \(zone.name) the clock changes at night: a time from 00:00 to 03:59 can be skipped or come twice",
      hint: "\(effect); choose 04:00 or later to keep clear of it")
  }

  private var neverFiresWarning: CronWarning? {
    neverFiresError.map {
      CronWarning(
        .neverFires, field: $0.field, at: $0.position..<$0.position + $0.length, $0.message, hint: $0.hint)
    }
  }

  var neverFiresError: CronError? {
    guard !isSatisfiable else { return nil }
    let day = pattern[.dayOfMonth].bits.trailingZeroBitCount
    let months = CronItem.values(of: pattern[.month].bits)
    if months.allSatisfy({ $0.longestMonth < day }), day < 32 {
      let names = EnglishWords.list(months.map { EnglishWords.months[$0 - 1] })
      let verb = months.count == 1 ? "has" : "have"
      return CronError(
        .neverFires, field: .dayOfMonth, at: places.range(of: .dayOfMonth),
        "\(names) \(verb) no day \(day), so the schedule never fires",
        hint: "write L for the last day of the month")
    }
    let field: CronField = pattern.year == nil ? .dayOfMonth : .year
    return CronError(
      .neverFires, field: field, at: places.range(of: field),
      "no date\(pattern.year == nil ? "" : " in these years") satisfies the day and month fields, so the schedule never fires")
  }
}

extension Int {
  /// The days of the longest such month: 29 for February.
  fileprivate var longestMonth: Int { CivilCalendar.days(inMonth: self, year: 2_000) }
}
