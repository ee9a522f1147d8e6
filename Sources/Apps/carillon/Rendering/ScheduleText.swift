import CivilTime
import ControlMessages

/// Schedules as `list` shows them: one line each.
struct ScheduleTable {
  let schedules: [ScheduleSummary]
  let moments: Moments
  var screen = Screen.paper

  private static let header = ["NAME", "SOURCE", "STATE", "WHEN", "ZONE", "TRIGGER", "TAGS", "NEXT DUE", "LAST OUTCOME", "REASON"]
  /// `show` tells the reason at length, and the rest.
  private static let yielding = [9, 6]
  private static let sparing = [1, 5, 6, 4]

  var text: String {
    if schedules.isEmpty { return "no schedules\n" }
    return FittedTable(
      header: Self.header, rows: schedules.map(row), moments: moments, width: screen.width, palette: screen.palette,
      yielding: Self.yielding, sparing: Self.sparing
    ).text
  }

  private func row(_ schedule: ScheduleSummary) -> [TableCell] {
    [
      .text(schedule.name), .text(schedule.source), .state(schedule.state), .text(schedule.timing), .text(schedule.zoneInForce),
      .text(schedule.trigger ?? "-"), .text(schedule.tags.joined(separator: " ")), next(of: schedule),
      .outcome(schedule.lastOutcome), .text(schedule.reasonText(moments)),
    ]
  }
}

extension ScheduleTable {
  /// When it is due, or where jitter or a calendar puts that off, when it is to be started.
  private func next(of schedule: ScheduleSummary) -> TableCell {
    guard let startsAt = schedule.startsAt, let start = try? Instant(iso8601: startsAt) else { return .moment(iso8601: schedule.nextDue) }
    return .either("\(moments.moment(start)) put off", short: moments.distance(to: start))
  }

  init(schedules: [ScheduleItem], moments: Moments, screen: Screen = .paper) {
    self.init(schedules: schedules.map(ScheduleSummary.init), moments: moments, screen: screen)
  }
}

/// One schedule as `show` shows it: everything that is known.
struct ScheduleDetails {
  let schedule: ScheduleItem
  let moments: Moments
  var screen = Screen.paper

  var text: String {
    var fields = FieldList()
    addIdentity(to: &fields)
    addTiming(to: &fields)
    addTrigger(to: &fields)
    return fields.text(on: screen)
  }

  private func addIdentity(to fields: inout FieldList) {
    fields.add("name", schedule.name)
    fields.add("id", schedule.id)
    fields.add("source", "\(schedule.source), revision \(schedule.revision)")
    fields.add("pipeline", schedule.pipelineID)
    fields.add("tags", schedule.tags.joined(separator: ", "))
    fields.add("state", schedule.state, .of(state: schedule.state))
    fields.add("reason", schedule.pauseText(moments) ?? schedule.reason)
    for warning in schedule.warnings { fields.add("warning", warning, .attention) }
  }

  private func addTiming(to fields: inout FieldList) {
    fields.add("when", "\(ScheduleSummary(schedule).timing), time zone \(schedule.zoneInForce)")
    fields.add("start", moments.moment(schedule.startTime))
    fields.add("end", moments.moment(schedule.endTime))
    fields.add("next due", moments.moment(schedule.nextDue))
    fields.add("next start", schedule.startsAt.map { "\(moments.moment($0)), put off by jitter or a calendar" })
    fields.add("last outcome", schedule.lastOutcome, .of(outcome: schedule.lastOutcome))
    for fire in schedule.underWay { fields.add("under way", "fire \(fire)") }
    for backfill in schedule.backfills {
      fields.add("backfill", "after \(backfill.position) up to \(backfill.end), \(backfill.maxParallel) at a time")
    }
  }

  private func addTrigger(to fields: inout FieldList) {
    fields.add("trigger", schedule.trigger ?? "none")
    fields.add("binding", schedule.binding)
    fields.add("policy", "misfire \(schedule.misfire), overlap \(schedule.overlap)")
    if let policy = schedule.policy { PolicyFields(policy: policy, schedule: schedule).add(to: &fields) }
  }
}

extension ScheduleItem {
  /// `the cluster is moved; until 2026-… (in 2 h)`; nil when it is not paused by command or policy.
  func pauseText(_ moments: Moments) -> String? {
    pause.map { pause in "\(pause.reason)" + (pause.until.map { "; until \(moments.moment($0))" } ?? "") }
  }

}

extension ScheduleSummary {
  /// `the cluster is moved; until 2026-… (in 2 h)`; empty when there is nothing to say.
  func reasonText(_ moments: Moments) -> String {
    (reason ?? "") + (pausedUntil.map { "; until \(moments.moment($0))" } ?? "")
  }

  /// When it is due, in a few words; the cron expression wins over an interval.
  var timing: String {
    if let cronExpression { return cronExpression }
    if let intervalSeconds { return "every \(Self.words(seconds: intervalSeconds))" }
    if let runOnceStartTime { return "once at \(runOnceStartTime)" }
    return "-"
  }

  private static func words(seconds: Double) -> String {
    guard let whole = Int64(exactly: seconds), whole >= 0 else { return "\(seconds) s" }
    return exactWords(seconds: whole)
  }

  /// The largest unit in which the number is whole, so that no part of an interval is hidden.
  private static func exactWords(seconds: Int64) -> String {
    for (size, unit) in [(86_400, "d"), (3_600, "h"), (60, "min")] as [(Int64, String)]
    where seconds > 0 && seconds % size == 0 {
      return "\(seconds / size) \(unit)"
    }
    return "\(seconds) s"
  }
}
