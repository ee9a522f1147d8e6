import CivilTime

/// Which reports on a schedule are worth delivering. The server keeps every one for ever, so there are few: the first
/// outcome, each change of its class, and one a day as a sign of life.
package enum ReportRule {
  package enum Verdict: Hashable, Sendable {
    case deliver
    /// Nothing new.
    case drop
    /// News, but enough for today.
    case postpone(until: Instant)
  }

  package static let signOfLifeInterval: Duration = .seconds(86_400)
  /// A row of metadata costs the server 0.1 ms in each hydrated read, for ever.
  package static let dailyLimit = 24

  package static func verdict(
    on outcome: Outcome, schedule: Identifier, last: DeliveredReport?, now: Instant
  ) -> Verdict {
    guard let last else { return .deliver }
    let isNews = outcome.reportClass != last.outcomeClass || last.deliveredAt.duration(to: now) >= signOfLifeInterval
    guard isNews else { return .drop }
    let dayEnd = last.dayStart.advanced(by: signOfLifeInterval)
    return last.countSinceDayStart < dailyLimit || now >= dayEnd ? .deliver : .postpone(until: dayEnd)
  }

  /// What is remembered of a delivery.
  package static func delivered(
    _ outcome: Outcome, schedule: Identifier, last: DeliveredReport?, now: Instant
  ) -> DeliveredReport {
    let isSameDay = last.map { now < $0.dayStart.advanced(by: signOfLifeInterval) } ?? false
    return DeliveredReport(
      schedule: schedule, outcomeClass: outcome.reportClass, deliveredAt: now,
      dayStart: isSameDay ? last?.dayStart ?? now : now,
      countSinceDayStart: isSameDay ? (last?.countSinceDayStart ?? 0) + 1 : 1)
  }
}
