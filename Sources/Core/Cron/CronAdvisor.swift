import CivilTime

/// Finds what is accepted but surprising in a parsed expression.
///
/// The word "croniter" in messages is the library with which a ZenML server computes occurrences.
struct CronAdvisor {
  let parsed: ParsedCronText
  /// False when no date satisfies the fields.
  let isSatisfiable: Bool

  /// From the left; at one place in the order found.
  var warnings: [CronWarning] {
    guard let pattern = parsed.pattern else { return [] }
    let fields = parsed.sources.flatMap { source in
      zip(source.pattern.items, source.itemRanges).flatMap { item, range in
        itemWarnings(item, in: source.pattern.field, at: range)
      }
    }
    let whole = [shortMonthsWarning(pattern), dayRuleWarning(pattern), daylightWarning(pattern), neverFiresWarning].compactMap(\.self)
    return (fields + whole).enumerated()
      .sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }.map(\.element)
  }

  /// Where a field stands; a macro's fields all stand where the macro stands.
  func range(of field: CronField) -> Range<Int> {
    parsed.sources.first { $0.pattern.field == field }?.range ?? 0..<0
  }
}

/// Clock changes, and dates that do not exist.
extension CronAdvisor {
  /// Local hours in which zones change their clocks, nearly always.
  private static let changingHours: UInt64 = 0b1111

  private func daylightWarning(_ pattern: CronPattern) -> CronWarning? {
    guard parsed.zone.observesDaylight, !pattern.followsWallClock, pattern[.hour].bits & Self.changingHours != 0 else { return nil }
    return CronWarning(
      .daylightWindow, field: .hour, at: range(of: .hour),
      "in \(parsed.zone.name) the clock changes at night: a time from 00:00 to 03:59 can be skipped or come twice",
      hint: "it fires once either way; choose 04:00 or later to keep clear of it")
  }

  private var neverFiresWarning: CronWarning? {
    neverFiresError.map {
      CronWarning(
        .neverFires, field: $0.field, at: $0.position..<$0.position + $0.length, $0.message, hint: $0.hint)
    }
  }

  var neverFiresError: CronError? {
    guard !isSatisfiable, let pattern = parsed.pattern else { return nil }
    let day = pattern[.dayOfMonth].bits.trailingZeroBitCount
    let months = CronItem.values(of: pattern[.month].bits)
    if months.allSatisfy({ $0.longestMonth < day }), day < 32 {
      let names = EnglishWords.list(months.map { EnglishWords.months[$0 - 1] })
      let verb = months.count == 1 ? "has" : "have"
      return CronError(
        .neverFires, field: .dayOfMonth, at: range(of: .dayOfMonth), "\(names) \(verb) no day \(day), so the schedule never fires",
        hint: "write L for the last day of the month")
    }
    let field: CronField = pattern.year == nil ? .dayOfMonth : .year
    return CronError(
      .neverFires, field: field, at: range(of: field),
      "no date\(pattern.year == nil ? "" : " in these years") satisfies the day and month fields, so the schedule never fires")
  }
}

extension Int {
  /// The days of the longest such month: 29 for February.
  fileprivate var longestMonth: Int { CivilCalendar.days(inMonth: self, year: 2_000) }
}
