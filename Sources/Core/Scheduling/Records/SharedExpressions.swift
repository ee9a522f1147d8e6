import Cron

/// Cron expressions that were read before: of a hundred thousand schedules, most say the same as others, and an expression takes
/// a kilobyte.
package struct SharedExpressions {
  private struct Key: Hashable {
    let text: String
    let timeZone: String?
    let source: ScheduleRecord.Source
  }

  /// An expression with its warnings, which are looked for once.
  struct Known {
    let expression: CronExpression
    let warnings: [CronWarning]
    /// The warnings, as schedules show them.
    let reasons: [Reason]

    init(_ expression: CronExpression, text: String) {
      self.expression = expression
      warnings = expression.warnings
      reasons = warnings.map { Reason($0.code.rawValue, "cron_expression '\(text)': \($0.message)") }
    }
  }

  private var known: [Key: Known] = [:]

  package init() {}

  mutating func shared(
    _ text: String, _ record: ScheduleRecord, read: () throws(InvalidRecord) -> CronExpression
  ) throws(InvalidRecord) -> Known {
    // What `H` stands for depends on the schedule's name.
    guard !text.utf8.contains(UInt8(ascii: "H")), !text.utf8.contains(UInt8(ascii: "h")) else { return Known(try read(), text: text) }
    let key = Key(text: text, timeZone: record.timeZone, source: record.source)
    if let expression = known[key] { return expression }
    let expression = Known(try read(), text: text)
    known[key] = expression
    return expression
  }
}
