/// Two spellings of an expression that leave no doubt about its days. Both are as canonical as its description.
public struct CronDayRewrites: Hashable, Sendable {
  /// A day that either day field allows is enough: what the expression means here.
  public let either: String
  /// The day must satisfy both day fields: what Debian cron reads.
  public let both: String
}

extension CronExpression {
  /// What to write instead of a `*/n` in one day field beside a restricted other one; nil unless the expression carries the warning
  /// ``CronWarning/Code/starStepDayOr``.
  public var dayRewrites: CronDayRewrites? {
    guard let fields = storage.pattern?.fields, warnings.contains(where: { $0.code == .starStepDayOr }) else { return nil }
    let either = fields.map { $0.field.isDay ? $0.withoutSteppedStar : $0.description }
    let both = fields.map { $0.field == .dayOfWeek ? "+\($0)" : $0.description }
    return CronDayRewrites(either: zonePrefix + either.joined(separator: " "), both: zonePrefix + both.joined(separator: " "))
  }
}
