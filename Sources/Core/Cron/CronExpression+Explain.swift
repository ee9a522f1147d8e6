import CivilTime

extension CronExpression {
  /// The schedule in English words: `At 09:00, Monday through Friday`. The zone is named unless it is UTC.
  ///
  /// - Parameter instant: when given, and when the next fire after it is one that a clock change moves or doubles, a clause says so.
  public func explain(after instant: Instant? = nil) -> String {
    guard let pattern = storage.pattern else { return "Once at every start of the service" }
    var parts = [CronTimeExplainer(pattern: pattern).words]
    parts += CronDayExplainer(pattern: pattern).clauses
    if zone.name != ZoneRules.utc.name { parts.append("\(zone.name) time") }
    let sentence = EnglishWords.capitalised(parts.joined(separator: ", "))
    guard let instant, let clause = clockChangeClause(after: instant) else { return sentence }
    return "\(sentence); \(clause)"
  }

  /// What a clock change does to the next fire of a fixed-time schedule; nil when it does nothing.
  private func clockChangeClause(after instant: Instant) -> String? {
    guard !followsWallClock, let fire = next(after: instant) else { return nil }
    let local = zone.civil(at: fire)
    switch clockChange(at: fire) {
    case .moved(let skipped):
      return "the clock skips \(skipped.clockText) on \(skipped.dateText), so the next run is at \(local.clockText)"
    case .firstPass:
      return "the clock shows \(local.clockText) twice on \(local.dateText), and the next run is at the first"
    case .secondPass, nil:
      return nil
    }
  }
}

extension CivilDateTime {
  /// `09:30`, and `09:30:15` when there are seconds.
  fileprivate var clockText: String { EnglishWords.clock(hour: hour, minute: minute, second: second) }
}
