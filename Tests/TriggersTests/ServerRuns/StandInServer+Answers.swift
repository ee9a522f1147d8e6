import Foundation
import Scheduling
import Seams
import TestSupport

extension StandInServer.State {
  var isOld: Bool { version.hasPrefix("0.58") }

  mutating func answer(_ request: LoopbackRequest, at url: String) -> LoopbackAnswer {
    if isSilent { return .stall([]) }
    let components = URLComponents(string: request.target)
    let path = (components?.path ?? "").split(separator: "/").map(String.init)
    let query = Dictionary((components?.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { first, _ in first }
    if path.first == "live" { return live(path.dropFirst().first ?? "", request) }
    let parts = Array(path.dropFirst(2))
    switch (request.method, parts.count) {
    case ("POST", 1) where parts[0] == "login": return .response(.login("token"))
    case ("GET", 1): return .response(list(parts[0], query, at: url))
    case ("GET", 2): return .response(one(parts[0], parts[1]))
    case ("POST", 3) where parts[2] == "runs": return start(parts[0], parts[1], request)
    case ("POST", 3) where parts[2] == "stop": return .response(stop(parts[1]))
    default: return .response(Self.unknownPath)
    }
  }

  static let unknownPath = HTTPResponse.json(404, ["detail": "Not Found"])

  static func missing(_ what: String) -> HTTPResponse {
    .json(404, ["detail": ["KeyError", .string("Unable to get \(what): it does not exist.")]])
  }

  static func missingProject(_ nameOrID: String) -> HTTPResponse {
    .json(404, ["detail": ["KeyError", .string("Unable to get project with name or ID '\(nameOrID)': No project with this name found.")]])
  }

  // MARK: Reading

  private func list(_ kind: String, _ query: [String: String], at url: String) -> HTTPResponse {
    if lacksProject, let project = query["project"] { return Self.missingProject(project) }
    switch kind {
    case "info": return .json(["id": .string(StandInServer.project.description), "version": .string(version)])
    case "runs" where isOld && query["id"] != nil: return .json(422, ["detail": [["msg": "Invalid value passed as UUID query parameter."]]])
    case "runs": return Self.page(runs.filter { fits($0, query) }.map { $0.json(isOld: isOld) })
    case "deployments":
      return Self.page([Self.deploymentRecord(at: url)])
    case "steps":
      let run = query["pipeline_run_id"].flatMap(Identifier.init)
      return Self.page(run.flatMap { id in stepMessages[id].map { [Self.failedStep(of: id, $0)] } } ?? [])
    case "pipelines":
      let names = Set(sources.map(\.pipeline)).filter { query["name"] == nil || query["name"] == $0 }.sorted()
      return Self.page(
        names.map { ["id": .string(StandInServer.pipelineID($0).description), "name": .string($0), "body": ["version": "1"]] })
    default:
      let rows = sources.filter { $0.kind == kind && fits($0, query) }.sorted { $0.created > $1.created }
      return Self.page(rows.map { $0.json(hydrated: false) })
    }
  }

  private func fits(_ run: StandInServer.Run, _ query: [String: String]) -> Bool {
    if let ids = query["id"] { return ids.contains(run.id.description) }
    guard let name = query["name"] else { return true }
    return name.hasPrefix("oneof:") ? name.contains("\"\(run.name)\"") : name == run.name
  }

  private func fits(_ source: StandInServer.Source, _ query: [String: String]) -> Bool {
    if let name = query["name"], !(name.hasPrefix("startswith:") ? source.name.hasPrefix(name.dropFirst(11)) : name == source.name) {
      return false
    }
    if let pipeline = query["pipeline"], ![source.pipeline, StandInServer.pipelineID(source.pipeline).description].contains(pipeline) {
      return false
    }
    if query["runnable"] == "true", !source.isRunnable { return false }
    return query["tags"].map(source.tags.contains) ?? true
  }

  private func one(_ kind: String, _ text: String) -> HTTPResponse {
    switch kind {
    case "projects" where isOld: return Self.unknownPath
    case "projects" where lacksProject: return Self.missingProject(text)
    case "projects": return .json(["id": .string(StandInServer.project.description), "name": "default", "body": [:]])
    case "runs":
      return runs.first { $0.id.description == text }.map { .json($0.json(isOld: isOld)) } ?? Self.missing("pipeline run")
    case "pipelines":
      return .json(["id": .string(text), "name": "training", "metadata": ["spec": ["steps": [["pipeline_parameter_name": "trainer"]]]]])
    default:
      let source = sources.first { $0.kind == kind && $0.id.description == text }
      return source.map { .json($0.json(hydrated: true)) } ?? Self.missing(kind)
    }
  }

  private static func page(_ items: [JSONValue]) -> HTTPResponse {
    .json(["index": 1, "max_size": 100, "total_pages": 1, "total": .integer(Int64(items.count)), "items": .array(items)])
  }

  private static func failedStep(of run: Identifier, _ message: String) -> JSONValue {
    let exception: JSONValue = ["source": "builtins.ValueError", "message": .string(message)]
    return [
      "id": .string(run.description), "name": "trainer", "body": ["status": "failed"],
      "metadata": ["exception_info": exception, "pipeline_run_id": .string(run.description)],
    ]
  }

  private static func deploymentRecord(at url: String) -> JSONValue {
    [
      "id": .string(StandInServer.deployment.description), "name": "live",
      "body": ["url": .string("\(url)/live"), "status": "running", "project_id": .string(StandInServer.project.description)],
      "metadata": ["auth_key": "deployment-secret"], "resources": nil,
    ]
  }
}
