import CivilTime
import Scheduling

/// A pipeline run. What is marked *hydrated* is nil otherwise.
package struct ZenMLRun: Sendable, Equatable {
  package let id: Identifier
  package let name: String
  package let status: ZenMLRunStatus
  /// By the server's clock.
  package let createdAt: Instant?
  /// Hydrated. When the run was created, not when work began.
  package let startTime: Instant?
  /// Hydrated; may stay nil for a failed run.
  package let endTime: Instant?
  package let statusReason: String?
  /// Hydrated. A failing step leaves it nil: its message is on the step.
  package let exceptionMessage: String?
  /// Hydrated. The deployment that started it: the proof that a run is ours.
  package let triggeringDeploymentID: Identifier?
  package let projectID: Identifier?
  package let pipelineID: Identifier?
  /// The run that this one replays.
  package let originalRunID: Identifier?
}

extension ZenMLRun: Decodable {
  package init(from decoder: any Decoder) throws {
    let entity = try WireEntity(from: decoder)
    var fields = FieldReader(entity)
    id = try entity.required("id")
    name = try entity.required("name")
    status = ZenMLRunStatus(rawValue: try entity.required("status"))
    createdAt = fields.instant("created")
    startTime = fields.instant("start_time")
    endTime = fields.instant("end_time")
    statusReason = fields.text("status_reason")
    exceptionMessage = try? entity.entity("exception_info")?.value("message")
    triggeringDeploymentID = try? entity.entity("trigger_info")?.value("deployment_id")
    projectID = fields.identifier("project_id")
    pipelineID = try? entity.value("pipeline_id") ?? entity.entity("pipeline")?.value("id")
    originalRunID = try? entity.entity("original_run")?.value("id")
  }
}
