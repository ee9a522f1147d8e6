import Scheduling

package struct FakeSchedule {
  package var id: Identifier
  package var name: String
  package var updated: String
  package var cron: String? = "0 2 * * *"
  package var isArchived = false
  package var project = FakeZenML.project
  package var pipeline: Identifier?
  package var orchestrator: Identifier?
  package var metadata: [String: JSONValue] = [:]
  /// Sent instead of all this.
  package var raw: JSONValue?

  package init(_ number: UInt64, _ name: String? = nil, updated: String = "2026-11-20T10:00:00.250000") {
    id = FakeZenML.id(number)
    self.name = name ?? "schedule-\(number)"
    self.updated = updated
  }

  func json(hydrated: Bool) -> JSONValue {
    if let raw { return raw }
    return [
      "id": .string(id.description), "name": .string(name), "permission_denied": false,
      "body": [
        "created": "2026-11-20T10:00:00", "updated": .string(updated), "project_id": .string(project.description),
        "active": true, "cron_expression": .text(cron), "start_time": nil, "end_time": nil, "interval_second": nil,
        "catchup": false, "run_once_start_time": nil, "is_archived": .bool(isArchived),
      ],
      "metadata": hydrated
        ? [
          "orchestrator_id": .text(orchestrator?.description), "pipeline_id": .text(pipeline?.description),
          "run_metadata": .object(metadata),
        ]
        : nil,
      "resources": ["user": nil],
    ]
  }
}
