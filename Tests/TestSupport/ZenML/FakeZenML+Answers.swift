import CivilTime
import Foundation
import Scheduling
import Seams

extension FakeZenML.State {
  mutating func answer(_ request: HTTPRequest) -> HTTPResponse {
    guard let url = URLComponents(string: request.url) else { return .json(500, "no URL") }
    if let deployment = deployments.first(where: { $0.url.map(request.url.hasPrefix) ?? false }) {
      return answer(request, path: url.path, by: deployment)
    }
    let query = Dictionary((url.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { first, _ in first }
    let path = url.path.split(separator: "/").dropFirst(2).map(String.init)
    if touchesPoison(request) { return .json(500, ["detail": ["ValueError", "'paused-ish' is not a valid ExecutionStatus"]]) }
    if let text = query["project"], let missing = missingProject(text) { return missing }
    if path.count == 2 { return one(path[0], path[1]) }
    if path.count == 3, path[0] == "runs", path[2] == "stop", request.method == "POST" { return stop(path[1]) }
    switch path.first {
    case "login": return .login("token")
    case "schedules": return schedulePage(query)
    case "pipelines":
      return page(pipelines.map { Row(id: $0.key, json: ["id": .text($0.key.description), "name": .text($0.value), "body": [:]]) }, query)
    case "deployments":
      let rows = deployments.filter { ignoresFilters || fits($0, query) }
      return page(rows.map { Row(id: $0.id, json: $0.json) }, query)
    case "runs":
      let rows = runs.filter { !hiddenRuns.contains($0.id) && (ignoresFilters || query["name"] == nil || query["name"] == $0.name) }
      return page(rows.map { Row(id: $0.id, json: $0.json(hydrated: query["hydrate"] == "true")) }, query)
    case "steps": return page(steps(query), query)
    case "run-metadata": return write(request)
    default: return .json(404, ["detail": "Not Found"])
    }
  }

  /// Observed on 0.98.0, with the answer's own words.
  private func missingProject(_ text: String) -> HTTPResponse? {
    if let project, Identifier(text).map({ $0 == project }) ?? true { return nil }
    let words = "Unable to get project with name or ID '\(text)': No project with this \(Identifier(text) == nil ? "name" : "ID") found."
    return .json(404, ["detail": ["KeyError", .string(words)]])
  }

  private func touchesPoison(_ request: HTTPRequest) -> Bool {
    poisonedRuns.contains { request.url.contains($0.description) }
  }

  /// Observed on 0.98.0, with the answers' own words.
  private mutating func stop(_ text: String) -> HTTPResponse {
    guard let index = runs.firstIndex(where: { $0.id == Identifier(text) }) else {
      return .json(404, ["detail": ["KeyError", "Unable to get pipeline run: it does not exist."]])
    }
    let run = runs[index]
    if run.status == "initializing" { return Self.notStoppable("Cannot stop a pipeline run that has no orchestrator run id yet.") }
    if run.hasEnded || run.status == "stopping" { return Self.notStoppable("Cannot stop a run that is already \(run.status).") }
    runs[index].status = "stopping"
    return stopsNatively
      ? .json(nil) : .json(501, ["detail": ["NotImplementedError", "The local orchestrator does not support stopping."]])
  }

  /// A run that is being stopped has ended at the second look.
  mutating func endStoppingRuns(after request: HTTPRequest) {
    guard request.method == "GET", request.url.contains("/runs") else { return }
    for index in runs.indices where runs[index].status == "stopping" { runs[index].status = "stopped" }
  }

  private static func notStoppable(_ words: String) -> HTTPResponse {
    .json(403, ["detail": ["IllegalOperationError", .string(words)]])
  }

  struct Row {
    var id: Identifier
    var json: JSONValue
  }

  private func one(_ kind: String, _ text: String) -> HTTPResponse {
    let id = Identifier(text)
    switch kind {
    case "projects":
      if let missing = missingProject(text) { return missing }
      return .json(["id": .text(project?.description), "name": "default", "body": ["display_name": "Default"]])
    case "components":
      if let id, let component = components[id] { return Self.component(id, component) }
    case "deployments":
      if let found = deployments.first(where: { $0.id == id }) { return .json(found.json) }
    case "runs":
      if let found = runs.first(where: { $0.id == id }) { return .json(found.json(hydrated: true)) }
    default: break
    }
    return .json(404, ["detail": ["KeyError", .string("\(kind) does not exist")]])
  }

  private static func component(_ id: Identifier, _ component: (flavor: String, isCustom: Bool)) -> HTTPResponse {
    .json([
      "id": .text(id.description), "name": "default", "body": ["type": "orchestrator", "flavor_name": .string(component.flavor)],
      "metadata": [:],
      "resources": [
        "flavor": ["id": .text(id.description), "name": .string(component.flavor), "body": ["is_custom": .bool(component.isCustom)]]
      ],
    ])
  }

  private mutating func schedulePage(_ query: [String: String]) -> HTTPResponse {
    if let hook = beforeSchedulePage { hook(Int(query["page"] ?? "1") ?? 1, &self) }
    let rows = schedules.filter { ignoresFilters || fits($0, query) }
    return page(rows.map { Row(id: $0.id, json: $0.json(hydrated: query["hydrate"] == "true")) }, query)
  }

  private func fits(_ schedule: FakeSchedule, _ query: [String: String]) -> Bool {
    if query["is_archived"] == "false", schedule.isArchived { return false }
    if let project = query["project"], project != schedule.project.description { return false }
    guard let since = query["updated"] else { return true }
    guard since.wholeMatch(of: /gte:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/) != nil else { return false }
    return schedule.updated.replacing("T", with: " ") >= since.dropFirst("gte:".count)
  }

  private func fits(_ deployment: FakeDeployment, _ query: [String: String]) -> Bool {
    if let pipeline = query["pipeline"], pipeline != deployment.pipeline.description { return false }
    return query["name"].map { $0 == deployment.name } ?? true
  }

  private func steps(_ query: [String: String]) -> [Row] {
    guard let run = query["pipeline_run_id"].flatMap(Identifier.init), let message = stepMessages[run] else { return [] }
    let exception: JSONValue = ["traceback": "…", "source": "builtins.ValueError", "message": .string(message)]
    return [
      Row(
        id: run,
        json: [
          "id": .text(run.description), "name": "trainer", "body": ["status": "failed"],
          "metadata": ["exception_info": exception, "pipeline_run_id": .text(run.description)],
        ])
    ]
  }

  private func page(_ rows: [Row], _ query: [String: String]) -> HTTPResponse {
    var rows = rows
    if !ignoresFilters, let ids = query["id"] { rows = rows.filter { ids.contains("\"\($0.id)\"") } }
    let size = Int(query["size"] ?? "20") ?? 20
    let index = Int(query["page"] ?? "1") ?? 1
    let pages = max(1, (rows.count + size - 1) / size)
    guard index <= pages else { return .json(400, ["detail": ["ValueError", .string("Invalid page \(index)")]]) }
    let start = (index - 1) * size
    return .json([
      "index": .integer(Int64(index)), "max_size": .integer(Int64(size)), "total_pages": .integer(Int64(pages)),
      "total": .integer(Int64(rows.count)), "items": .array(rows[start..<min(start + size, rows.count)].map(\.json)),
    ])
  }

  private mutating func write(_ request: HTTPRequest) -> HTTPResponse {
    guard let body = try? JSONDecoder().decode(JSONValue.self, from: Data(request.body ?? [])) else {
      return .json(422, ["ValueError", "no JSON"])
    }
    if let text = body["project"]?.stringValue, let missing = missingProject(text) { return missing }
    let subject = body["resources"]?.arrayValue?.first?["id"]?.stringValue.flatMap(Identifier.init)
    guard schedules.contains(where: { $0.id == subject }) || runs.contains(where: { $0.id == subject }) else {
      return .json(404, ["detail": ["KeyError", "No resource with this id found."]])
    }
    metadata.append(body)
    return .json(nil)
  }
}
