import Scheduling

extension StandInServer {
  static func pipelineID(_ name: String) -> Identifier { .version5(namespace: project, name: name) }
}

extension StandInServer.Source {
  func json(hydrated: Bool) -> JSONValue {
    let parameters: JSONValue = [
      "type": "object", "additionalProperties": false, "properties": ["lr": ["type": "number"], "model": ["type": "string"]],
    ]
    let steps: JSONValue = isDynamic ? [] : [["invocation_id": "trainer", "parameter_spec": parameters]]
    return [
      "id": .string(id.description), "name": .string(name),
      "body": [
        "project_id": .string(project.description), "runnable": .bool(isRunnable), "is_dynamic": .bool(isDynamic),
        "pipeline_id": .string(StandInServer.pipelineID(pipeline).description),
      ],
      "metadata": hydrated
        ? [
          "pipeline_spec": ["steps": steps, "input_schema": parameters],
          "template_deployment_id": .string(StandInServer.number(77).description),
        ] : nil,
      "resources": [
        "pipeline": ["id": .string(StandInServer.pipelineID(pipeline).description), "name": .string(pipeline)],
        "tags": .array(tags.map { ["id": "x", "name": .string($0)] }),
      ],
    ]
  }
}

extension StandInServer.Run {
  func json(isOld: Bool) -> JSONValue {
    var resources: [String: JSONValue] = [:]
    if !isOld { resources["tags"] = .array(tags.map { ["id": "x", "name": .string($0)] }) }
    return [
      "id": .string(id.description), "name": .string(name),
      "body": [
        "status": .string(status), "created": .string(created), "project_id": .string(StandInServer.project.description),
      ],
      "metadata": [
        "end_time": "2026-11-21T02:00:09", "trigger_info": ["deployment_id": deployment.map { .string($0.description) } ?? nil],
      ],
      "resources": .object(resources),
    ]
  }
}
