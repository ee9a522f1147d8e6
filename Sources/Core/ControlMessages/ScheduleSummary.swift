import Values

/// A schedule in the few words of one line of `list`. Times are ISO-8601 in UTC.
///
/// It is written and read by hand: of 1 000 schedules, Foundation's coders take longer than all else that `list` does.
package struct ScheduleSummary: Sendable, Equatable {
  package var id: String
  package var name: String
  package var source: String
  package var state: String
  package var timeZone: String
  package var cronExpression: String?
  package var intervalSeconds: Double?
  package var runOnceStartTime: String?
  package var trigger: String?
  package var tags: [String] = []
  package var nextDue: String?
  /// As in ``ScheduleItem``.
  package var startsAt: String?
  package var lastOutcome: String?
  /// Why it is not armed, or what to know about it.
  package var reason: String?
  /// When a pause by command or policy ends by itself.
  package var pausedUntil: String?

  package init(id: String, name: String, source: String, state: String, timeZone: String) {
    self.id = id
    self.name = name
    self.source = source
    self.state = state
    self.timeZone = timeZone
  }
}

extension ScheduleSummary {
  package init(_ item: ScheduleItem) {
    self.init(id: item.id, name: item.name, source: item.source, state: item.state, timeZone: item.timeZone)
    cronExpression = item.cronExpression
    intervalSeconds = item.intervalSeconds
    runOnceStartTime = item.runOnceStartTime
    trigger = item.trigger
    tags = item.tags
    nextDue = item.nextDue
    startsAt = item.startsAt
    lastOutcome = item.lastOutcome
    reason = item.pause?.reason ?? item.reason ?? item.warnings.first
    pausedUntil = item.pause?.until
  }
}
