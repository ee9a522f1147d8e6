import ControlAPI
import ControlMessages
import Engine
import Scheduling

/// Lists of what is scheduled.
extension DaemonOperations {
  func schedules(_ query: ListQuery) async throws(ControlProblem) -> Page<ScheduleItem> {
    // Only what is shown is put into words: a page of 10 000 schedules costs no more than one of 50.
    let project = await project?.knownID
    return try await statuses(query).map { item($0, project: project) }
  }

  func summaries(_ query: ListQuery) async throws(ControlProblem) -> Page<ScheduleSummary> {
    try await statuses(query).map(ScheduleSummary.init)
  }

  private func statuses(_ query: ListQuery) async throws(ControlProblem) -> Page<ScheduleStatus> {
    let matcher = try ListMatcher<ScheduleStatus>(query) { status, field in status.value(of: field) }
    let project = await membership(of: query.project)
    let members = await statusesByName().filter { project.holds($0.schedule.definition.record.source) }
    return try Page(of: matcher.choose(members), query)
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
    case "catchup": .flag(definition.policy.misfire == .all)
    case "run_once_start_time": .instant(record.runOnceStartTime)
    // Carillon does not know who made a schedule on the server.
    case "user": .text(nil)
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
