/// The time zone that a cron expression names itself, which wins over its schedule's.
package enum CronZone {
  /// That of a prefix `TZ=` or `CRON_TZ=`; nil without one.
  package static func named(in expression: String?) -> String? {
    guard let expression, let first = expression.split(whereSeparator: \.isWhitespace).first else { return nil }
    for prefix in ["TZ=", "CRON_TZ="] where first.hasPrefix(prefix) { return String(first.dropFirst(prefix.count)) }
    return nil
  }
}

extension ScheduleItem {
  /// In which it is due.
  package var zoneInForce: String { CronZone.named(in: cronExpression) ?? timeZone }
}

extension ScheduleSummary {
  /// In which it is due.
  package var zoneInForce: String { CronZone.named(in: cronExpression) ?? timeZone }
}
