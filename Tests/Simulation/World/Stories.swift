import CivilTime
import Scheduling

extension SchedulerEvent {
  /// In one line, for transcripts.
  var story: String {
    switch self {
    case .restored(let schedules, let unfinished, _):
      "restored: \(schedules.count) schedules; unfinished: \(unfinished.map(\.shortStory).joined(separator: ", "))"
    case .schedulesChanged(let changes): "schedules changed: " + changes.map(\.story).joined(separator: "; ")
    case .schedulesRemoved(let ids): "schedules removed: \(ids.map(\.low))"
    case .committed(let batch, let refused):
      "committed: batch \(batch)\(refused.isEmpty ? "" : ", refused: \(refused.map(\.short).sorted())")"
    case .clockStepped(let step): "the clock was set by \(step)"
    case .attemptEnded(let fire, let result): "attempt of \(fire.short) ended: \(result)"
    case .lookedUp(let fire, let result): "looked up \(fire.short): \(result)"
    case .stopAnswered(let fire, let result): "stop of \(fire.short): \(result)"
    case .runUnreachable(let fire, _): "the run of \(fire.short) cannot be seen"
    case .runChanged(let fire, let observation): "run of \(fire.short): \(observation.status) \(observation.outcome?.rawValue ?? "")"
    case .zonesReplaced(let schedules): "zones replaced: \(schedules.count) schedules"
    case .triggerRequested(let schedule, let fire): "somebody triggers \(schedule.low) as \(fire.short)"
    case .replayRequested(let row, let fire): "somebody replays \(row.shortStory) as \(fire.short)"
    case .backfillRequested(let schedule, let backfill):
      "somebody backfills \(schedule.low): \(backfill.position)…\(backfill.end), id \(backfill.id.short)"
    case .cancelRequested(let fire, let force): "somebody cancels \(fire.short)\(force ? " by force" : "")"
    case .pauseRequested(let ids, let pause): "somebody pauses \(ids.map(\.low)) until \(pause.until?.iso8601 ?? "told otherwise")"
    case .resumeRequested(let ids, let replay): "somebody resumes \(ids.map(\.low))\(replay ? " with replay" : "")"
    case .opened: "opened"
    case .catchUpReleased: "catch-up released"
    case .clockAdvanced: "clock advanced"
    case .stopping: "the daemon ends"
    case .ledgerFails(let fails): fails ? "the ledger cannot be written" : "the ledger can be written again"
    }
  }
}

extension SchedulerEffect {
  var story: String {
    switch self {
    case .commit(let batch): "commit \(batch.story)"
    case .start(let fire): "start \(fire.id.short) \(fire.runName) attempt \(fire.attempt)"
    case .lookUp(let fire): "look up \(fire.id.short) attempt \(fire.attempt)"
    case .follow(let fire): "follow \(fire.id.short) \(fire.runID ?? "")"
    case .unfollow(let fire): "follow \(fire.short) no more"
    case .stop(let fire, let force): "stop \(fire.id.short)\(force ? " by force" : "")"
    case .wake(let instant): "wake at \(instant?.iso8601 ?? "no time")"
    case .moved(let schedule, let from, let to): "moved \(schedule.low): \(from?.iso8601 ?? "-") to \(to?.iso8601 ?? "-")"
    case .declined(let fire, let reason): "declined \(fire.short): \(reason.sentence)"
    }
  }
}

extension ScheduleChange {
  fileprivate var story: String {
    let definition = schedule.definition
    let record = definition.record
    let timing = record.cronExpression ?? record.interval.map { "every \($0)" } ?? record.runOnceStartTime.map { "once \($0)" } ?? "-"
    let bounds = "\(record.startTime?.iso8601 ?? "")…\(record.endTime?.iso8601 ?? "")"
    let trigger = definition.trigger.map { TargetName(of: $0).description } ?? "no trigger"
    return
      "\(record.id.low) '\(timing)' \(record.timeZone ?? "UTC") \(bounds) \(definition.standing.rawValue) → \(trigger) from \(owedFrom), \(definition.policy.story)"
  }
}

extension Policy {
  fileprivate var story: String {
    var words = ["misfire \(misfire.rawValue)", "overlap \(overlap.rawValue)"]
    if let mutex { words.append("mutex \(mutex)") }
    if jitter > .zero { words.append("jitter \(jitter)") }
    if let maxRuns { words.append("max_runs \(maxRuns)") }
    if let timeout { words.append("timeout \(timeout)") }
    if let pauseAfterFailures { words.append("pause_after_failures \(pauseAfterFailures)") }
    if let retryUnknown { words.append("retry_unknown \(retryUnknown)") }
    if retry.attempts > 1 { words.append("attempts \(retry.attempts)") }
    if !calendars.isEmpty { words.append("calendars \(calendars.map(\.action.rawValue))") }
    return words.joined(separator: ", ")
  }
}

extension LedgerBatch {
  fileprivate var story: String {
    var words = ["\(id):"]
    words += claims.map { "claim " + $0.shortStory } + ranges.map { "range " + $0.shortStory } + updates.map(\.shortStory)
    words += revisions.map { "revision \($0.number) of \($0.scheduleID.low) from \($0.owedFrom)" } + removals.map { "removal of \($0.low)" }
    words += states.sorted { $0.key < $1.key }.map { "state of \($0.low): \($1.runsStarted) runs\($1.pause == nil ? "" : ", paused")" }
    return words.joined(separator: " | ")
  }
}

extension LedgerRow {
  fileprivate var shortStory: String {
    let span = count == 1 ? due.iso8601 : "\(due.iso8601)…\(dueLast.iso8601) ×\(count)"
    let attempt = attempt > 1 ? " attempt \(attempt)" : ""
    return
      "\(id.short) (\(scheduleID.low) \(kind == .scheduled ? "" : "\(kind.rawValue) ")\(span) r\(revision)\(attempt)) \(outcome.rawValue)"
  }
}
