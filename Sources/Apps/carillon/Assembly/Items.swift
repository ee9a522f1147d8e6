import CivilTime
import ControlMessages
import Scheduling
import Services

extension ScheduleItem {
  init(_ status: ScheduleStatus) {
    let definition = status.schedule.definition
    let record = definition.record
    self.init(
      id: record.id.description, name: record.name, source: record.source.rawValue, cronExpression: record.cronExpression,
      intervalSeconds: record.interval?.decimalSeconds, runOnceStartTime: record.runOnceStartTime?.iso8601,
      timeZone: record.timeZone ?? "UTC", startTime: record.startTime?.iso8601, endTime: record.endTime?.iso8601,
      active: record.active, state: status.state.rawValue, reason: status.reason?.sentence,
      warnings: definition.warnings.map(\.sentence), trigger: definition.trigger?.kind.rawValue,
      binding: definition.bindingOrigin, misfire: definition.policy.misfire.rawValue,
      overlap: definition.policy.overlap.rawValue, nextDue: status.nextDue?.iso8601,
      lastOutcome: status.lastOutcome?.rawValue, pipelineID: record.pipelineID?.description, revision: status.revision)
    startsAt = status.startsAt
    tags = definition.tags
    policy = PolicyItem(definition.policy)
    pause = status.memory.pause.map { PauseItem(since: $0.since.iso8601, until: $0.until?.iso8601, reason: $0.reason.sentence) }
    runsStarted = status.memory.runsStarted
    failuresInARow = status.memory.failuresInARow
    owedFrom = status.owedFrom.iso8601
    backfills = status.memory.backfills.map(BackfillItem.init)
    created = status.owedFrom.iso8601
    updated = (record.updated ?? status.owedFrom).iso8601
    orchestratorID = record.orchestratorID?.description
    underWay = status.underWay.map(\.description)
    etag = record.updated.flatMap { record.source == .local ? Self.etag(updated: $0) : nil } ?? "revision-\(status.revision)"
  }

  /// The tag of a local schedule, whose revision comes a little later than its definition.
  static func etag(updated: Instant) -> String { String(updated.microsecondsSinceEpoch, radix: 16) }
}

extension ScheduleSummary {
  init(_ status: ScheduleStatus) {
    let definition = status.schedule.definition
    let record = definition.record
    self.init(
      id: record.id.description, name: record.name, source: record.source.rawValue, state: status.state.rawValue,
      timeZone: record.timeZone ?? "UTC")
    cronExpression = record.cronExpression
    intervalSeconds = record.interval?.decimalSeconds
    runOnceStartTime = record.runOnceStartTime?.iso8601
    trigger = definition.trigger?.kind.rawValue
    tags = definition.tags
    nextDue = status.nextDue?.iso8601
    startsAt = status.startsAt
    lastOutcome = status.lastOutcome?.rawValue
    reason = status.memory.pause?.reason.sentence ?? status.reason?.sentence ?? definition.warnings.first?.sentence
    pausedUntil = status.memory.pause?.until?.iso8601
  }
}

extension BackfillItem {
  init(_ backfill: Scheduling.Backfill) {
    self.init(
      id: backfill.id.description, position: backfill.position.iso8601, end: backfill.end.iso8601, maxParallel: backfill.maxParallel)
  }
}

extension PolicyItem {
  init(_ policy: Policy) {
    self.init(
      misfire: policy.misfire.rawValue, misfireLimit: policy.misfireLimit, misfireWindowSeconds: policy.misfireWindow?.decimalSeconds,
      startDeadlineSeconds: policy.startDeadline?.decimalSeconds, overlap: policy.overlap.rawValue, mutex: policy.mutex,
      jitterSeconds: policy.jitter.decimalSeconds, maxRuns: policy.maxRuns, pauseAfterFailures: policy.pauseAfterFailures,
      timeoutSeconds: policy.timeout?.decimalSeconds, retry: RetryItem(policy.retry), retryUnknown: policy.retryUnknown,
      calendars: policy.calendars.map { CalendarRuleItem(name: $0.calendar.name, action: $0.action.rawValue) })
  }
}

extension RetryItem {
  init(_ retry: RetryPolicy) {
    self.init(
      attempts: retry.attempts, sends: retry.sends, backoffSeconds: retry.backoff.decimalSeconds,
      maxBackoffSeconds: retry.maxBackoff.decimalSeconds, jitter: retry.jitter, budgetSeconds: retry.budget?.decimalSeconds,
      exitCodes: retry.exitCodeWords)
  }
}

extension RunItem {
  init(_ row: LedgerRow) {
    self.init(
      fireID: row.id.description, kind: row.kind.rawValue, scheduleID: row.scheduleID.description,
      schedule: row.scheduleName, due: row.due.iso8601, dueLast: row.dueLast.iso8601, count: row.count,
      outcome: row.outcome.rawValue, reason: row.reason?.sentence, claimedAt: row.claimedAt.iso8601,
      startedAt: row.sentAt?.iso8601, finishedAt: row.finishedAt?.iso8601,
      latenessMilliseconds: row.latenessMilliseconds, attempt: row.attempt, runID: row.runID, runName: row.runName,
      runStatus: row.runStatus)
    reasonCode = row.reason?.code
    missedCount = row.details.missed?.count
    missedFirst = row.details.missed?.first.iso8601
    missedLast = row.details.missed?.last.iso8601
    jitterMilliseconds = row.details.jitterMilliseconds
    notBefore = row.details.notBefore?.iso8601
    carriedBy = row.carriedBy?.description
    backfillID = row.details.backfill?.description
    replayOf = row.details.replayOf?.description
    follows = row.details.follows?.description
    traceID = row.traceID
  }
}

extension AuditMessage {
  init(_ report: LedgerAuditor.Report, range: Range<Instant>) {
    self.init(
      from: range.lowerBound.iso8601, to: range.upperBound.iso8601, horizon: report.horizon?.iso8601, instants: report.instants,
      faults: report.faults.map(Fault.init))
    if !report.behind.isEmpty { behind = report.behind.map(Behind.init) }
  }
}

extension AuditMessage.Behind {
  init(_ behind: LedgerAuditor.Behind) {
    self.init(
      scheduleID: behind.schedule.description, schedule: behind.name, through: behind.through.iso8601, nextDue: behind.nextDue.iso8601)
  }
}

extension AuditMessage.Fault {
  init(_ fault: LedgerAudit.Fault) {
    self.init(
      kind: fault.kind.rawValue, scheduleID: fault.schedule.description, schedule: fault.name, revision: fault.revision,
      first: fault.first.iso8601, last: fault.last.iso8601, count: fault.count)
  }
}

extension DeadLetterMessage.Refusal {
  /// A dead letter that is not replayed now. What only has to wait for another fire is told with the way to ask again.
  init(_ reason: Reason, ofReplaying fire: Identifier) {
    let passes = ["overlap_skip", "mutex_held", "buffer_full"].contains(reason.code)
    let advice = passes ? " (it stays a dead letter; when that has ended, 'carillon dead-letters replay \(fire)' runs it)" : ""
    self.init(fireID: fire.description, reason: reason.sentence + advice)
  }
}
