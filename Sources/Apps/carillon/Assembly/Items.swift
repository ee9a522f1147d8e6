import CivilTime
import ControlMessages
import Scheduling

extension ScheduleItem {
  init(_ status: ScheduleStatus) {
    let definition = status.schedule.definition
    let record = definition.record
    self.init(
      id: record.id.description, name: record.name, source: record.source.rawValue, cronExpression: record.cronExpression,
      intervalSeconds: record.interval.map { $0 / .seconds(1) }, runOnceStartTime: record.runOnceStartTime?.iso8601,
      timeZone: record.timeZone ?? "UTC", startTime: record.startTime?.iso8601, endTime: record.endTime?.iso8601,
      active: record.active, state: status.state.rawValue, reason: status.reason?.sentence,
      warnings: definition.warnings.map(\.sentence), trigger: definition.trigger?.kind.rawValue,
      binding: definition.bindingOrigin, misfire: definition.policy.misfire.rawValue,
      overlap: definition.policy.overlap.rawValue, nextDue: status.nextDue?.iso8601,
      lastOutcome: status.lastOutcome?.rawValue, pipelineID: record.pipelineID?.description, revision: status.revision)
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
  }
}
