import Cron

/// Cron expressions that were read before: of a hundred thousand schedules, most say the same as others, and an expression takes
/// a kilobyte.
struct SharedExpressions {
  private struct Key: Hashable {
    let text: String
    let timeZone: String?
    let source: ScheduleRecord.Source
  }

  private var known: [Key: CronExpression] = [:]

  mutating func shared(
    _ text: String, _ record: ScheduleRecord, read: () throws(InvalidRecord) -> CronExpression
  ) throws(InvalidRecord) -> CronExpression {
    // What `H` stands for depends on the schedule's name.
    guard !text.utf8.contains(UInt8(ascii: "H")), !text.utf8.contains(UInt8(ascii: "h")) else { return try read() }
    let key = Key(text: text, timeZone: record.timeZone, source: record.source)
    if let expression = known[key] { return expression }
    let expression = try read()
    known[key] = expression
    return expression
  }
}
