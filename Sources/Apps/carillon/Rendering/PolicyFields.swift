import CivilTime
import ControlMessages

/// What a schedule's policies say beyond their defaults.
struct PolicyFields {
  let policy: PolicyItem
  let schedule: ScheduleItem

  func add(to fields: inout FieldList) {
    fields.add("misfire limit", policy.misfire == "all" ? String(policy.misfireLimit) : nil)
    fields.add("misfire window", policy.misfireWindowSeconds.map(Self.words))
    fields.add("start deadline", policy.startDeadlineSeconds.map(Self.words))
    fields.add("mutex", policy.mutex)
    fields.add("jitter", policy.jitterSeconds > 0 ? "up to \(Self.words(policy.jitterSeconds))" : nil)
    fields.add("max runs", policy.maxRuns.map { "\(schedule.runsStarted ?? 0) of \($0) used up" })
    fields.add("failures", policy.pauseAfterFailures.map { "\(schedule.failuresInARow ?? 0) in a row, paused after \($0)" })
    fields.add("timeout", policy.timeoutSeconds.map(Self.words))
    fields.add("attempts", policy.retry.attempts > 1 ? retry : nil)
    fields.add("retry unknown", policy.retryUnknown.map(String.init))
    for calendar in policy.calendars { fields.add("calendar", "\(calendar.name) (\(calendar.action))") }
  }

  private var retry: String {
    let budget = policy.retry.budgetSeconds.map { ", within \(Self.words($0))" } ?? ""
    return
      "up to \(policy.retry.attempts), \(Self.words(policy.retry.backoffSeconds)) to \(Self.words(policy.retry.maxBackoffSeconds)) apart\(budget)"
  }

  private static func words(_ seconds: Double) -> String {
    Duration.microseconds(Int64((seconds * 1_000_000).rounded())).inWords
  }
}
