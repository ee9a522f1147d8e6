import ControlAPI
import ControlMessages
import Engine
import Scheduling

/// Lists of what is scheduled.
extension DaemonOperations {
  func schedules(_ query: ListQuery) async throws(ControlProblem) -> Page<ScheduleItem> {
    // Only what is shown is put into words: a page of 10 000 schedules costs no more than one of 50.
    try await statuses(query).map(ScheduleItem.init)
  }

  func summaries(_ query: ListQuery) async throws(ControlProblem) -> Page<ScheduleSummary> {
    try await statuses(query).map(ScheduleSummary.init)
  }

  private func statuses(_ query: ListQuery) async throws(ControlProblem) -> Page<ScheduleStatus> {
    let matcher = try ListMatcher<ScheduleStatus>(query) { status, field in status.value(of: field) }
    return try Page(of: matcher.choose(await statusesByName()), query)
  }

  func statusesByName() async -> [ScheduleStatus] {
    await engine.statuses.sorted { ($0.schedule.name, $0.schedule.id) < ($1.schedule.name, $1.schedule.id) }
  }
}

extension ScheduleStatus {
  /// What `ListFields.schedules` names.
  func value(of field: String) -> FieldValue {
    let definition = schedule.definition
    let record = definition.record
    return switch field {
    case "id": .text(record.id.description)
    case "name": .text(record.name)
    case "source": .text(record.source.rawValue)
    case "state": .text(state.rawValue)
    case "trigger": .text(definition.trigger?.kind.rawValue)
    case "tag": .texts(definition.tags)
    case "outcome": .text(lastOutcome?.rawValue)
    case "pipeline_id": .text(record.pipelineID?.description)
    case "orchestrator_id": .text(record.orchestratorID?.description)
    case "cron_expression": .text(record.cronExpression)
    case "time_zone": .text(record.timeZone ?? "UTC")
    case "active": .flag(record.active)
    case "is_archived": .flag(false)
    case "created": .instant(owedFrom)
    case "updated": .instant(record.updated ?? owedFrom)
    case "start_time": .instant(record.startTime)
    case "end_time": .instant(record.endTime)
    case "due": .instant(nextDue)
    default: preconditionFailure("'\(field)' is no field of schedules")
    }
  }
}
