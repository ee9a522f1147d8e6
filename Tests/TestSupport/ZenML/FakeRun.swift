import Scheduling

package struct FakeRun {
  package var id: Identifier
  package var name: String
  package var status: String
  package var statusReason: String?
  package var originalRun: Identifier?
  /// The deployment that made it.
  package var deployment = FakeZenML.id(30)

  package init(id: Identifier, name: String, status: String, statusReason: String? = nil, originalRun: Identifier? = nil) {
    self.id = id
    self.name = name
    self.status = status
    self.statusReason = statusReason
    self.originalRun = originalRun
  }

  var hasEnded: Bool { ["failed", "completed", "cached", "skipped", "retried", "stopped", "cancelled"].contains(status) }

  func json(hydrated: Bool) -> JSONValue {
    let original: JSONValue = originalRun.map { ["id": .string($0.description), "name": "old", "body": nil] } ?? nil
    return [
      "id": .string(id.description), "name": .string(name),
      "body": [
        "created": "2026-11-21T02:00:01.500000", "status": .string(status), "status_reason": .text(statusReason),
        "project_id": .string(FakeZenML.project.description), "pipeline_id": .string(FakeZenML.id(7).description),
      ],
      "metadata": hydrated
        ? [
          "start_time": "2026-11-21T02:00:01", "end_time": "2026-11-21T02:00:09", "exception_info": nil,
          "trigger_info": ["step_run_id": nil, "deployment_id": .string(deployment.description)],
        ] : nil,
      "resources": ["original_run": original],
    ]
  }
}
