import Foundation
import Scheduling
import Seams
import TestSupport

/// Starting and stopping runs.
extension StandInServer.State {
  mutating func start(_ kind: String, _ id: String, _ request: LoopbackRequest) -> LoopbackAnswer {
    if lacksWorkloadManager { return .response(Self.unknownPath) }
    if isOld != (kind == "pipeline_builds") { return .response(.json(405, ["detail": "Method Not Allowed"])) }
    guard sources.contains(where: { $0.kind == kind && $0.id.description == id }) else { return .response(Self.missing(kind)) }
    let body = try? JSONDecoder().decode(JSONValue.self, from: Data(request.body))
    return start(kind == "pipeline_snapshots" ? body?["run_configuration"] : body, request, deployment: nil)
  }

  mutating func live(_ path: String, _ request: LoopbackRequest) -> LoopbackAnswer {
    switch path {
    case "info":
      let schema: JSONValue = ["type": "object", "additionalProperties": false, "properties": ["lr": ["type": "number"]]]
      return .response(
        .json([
          "deployment": ["id": .string(StandInServer.deployment.description)],
          "app": ["invoke_url_path": "/invoke", "submit_url_path": "/submit"], "pipeline": ["input_schema": schema],
        ]))
    case "submit":
      let body = try? JSONDecoder().decode(JSONValue.self, from: Data(request.body))
      return start(body, request, deployment: StandInServer.deployment)
    default: return .response(Self.unknownPath)
    }
  }

  mutating func start(_ body: JSONValue?, _ request: LoopbackRequest, deployment: Identifier?) -> LoopbackAnswer {
    if let refusal { return .response(.json(422, ["detail": .string(refusal)])) }
    if let fault, !fault.isAfterAcceptance { return fault.answer(.json(nil)) }
    let name = body?["run_name"]?.stringValue?.replacing("{{", with: "{").replacing("}}", with: "}") ?? "unnamed"
    let key = isOld || deployment != nil ? nil : request.header("Idempotency-Key")
    if let key, let same = runs.first(where: { $0.key == key }) { return .response(.json(same.json(isOld: isOld))) }
    if runs.contains(where: { $0.name == name }) {
      let words = "Pipeline run name '\(name)' already exists in this project."
      return .response(
        deployment == nil ? .json(409, ["detail": ["EntityExistsError", .string(words)]]) : .json(500, ["detail": .string(words)]))
    }
    let tags = (body?["tags"]?.arrayValue ?? []).compactMap(\.stringValue)
    let run = StandInServer.Run(
      id: StandInServer.number(UInt64(100 + runs.count)), name: name, tags: tags, key: key, deployment: deployment)
    runs.append(run)
    let answer = deployment == nil ? run.json(isOld: isOld) : ["run_id": .string(run.id.description)]
    return fault?.answer(.json(answer)) ?? .response(.json(answer))
  }

  /// A run that is told to end has ended at once.
  mutating func stop(_ id: String) -> HTTPResponse {
    guard let index = runs.firstIndex(where: { $0.id.description == id }) else { return Self.missing("pipeline run") }
    guard runs[index].status == "running" || (stopsInitializing && runs[index].status == "initializing") else {
      return .json(403, ["detail": ["IllegalOperationError", "Cannot stop a pipeline run that has no orchestrator run id yet."]])
    }
    runs[index].status = "stopped"
    return .json(501, ["detail": ["NotImplementedError", "The orchestrator does not support stopping."]])
  }
}
