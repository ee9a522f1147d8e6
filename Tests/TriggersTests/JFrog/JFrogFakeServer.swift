import Foundation
import Scheduling
import Seams
import Synchronization
import TestSupport

/// JFrog ML in memory, as its document describes it, with the endpoints of its deployments.
final class FakeJFrog: HTTPTransport {
  struct State {
    var models: [[String: JSONValue]] = [["id": "m1", "name": "churn"]]
    var versions: [[String: JSONValue]] = [
      ["id": "v1", "model_id": "m1", "version": "1.0", "status": "production", "created_at": "2026-11-01T00:00:00Z"],
      ["id": "v2", "model_id": "m1", "version": "1.1", "status": "production", "created_at": "2026-11-03T00:00:00Z"],
      ["id": "v3", "model_id": "m1", "version": "1.2", "status": "staging", "created_at": "2026-11-05T00:00:00Z"],
    ]
    var experiments: [[String: JSONValue]] = []
    var deployments: [[String: JSONValue]] = []
    /// What is created gets it as `created_at`.
    var time = "2026-11-21T02:00:01Z"
    /// Answers to all but `GET`, and to endpoints, instead of doing anything.
    var refusal: HTTPResponse?
    /// Answers to `GET` instead of what it holds.
    var blindness: HTTPResponse?
    /// Creates, and lets the connection break before the answer.
    var losesAnswers = false
    /// Lets the connection break, and has made nothing yet.
    var isSlow = false
    var isDown = false
    /// Lists leave out what only the experiment itself shows.
    var listsAreShort = false
    /// What endpoints answer; a URL that is not here refuses connections.
    var endpoints: [String: HTTPResponse] = [:]
    var requests: [HTTPRequest] = []
  }

  static let base = "https://acme.example/ml/api"
  private let state = Mutex(State())

  func change(_ change: (inout sending State) -> Void) { state.withLock { change(&$0) } }
  var requests: [HTTPRequest] { state.withLock { $0.requests } }
  var deployments: [[String: JSONValue]] { state.withLock { $0.deployments } }
  var experiments: [[String: JSONValue]] { state.withLock { $0.experiments } }
  func forgetRequests() { state.withLock { $0.requests = [] } }

  /// The bodies of requests that were to make something.
  var creations: [JSONValue] {
    requests.filter { $0.method == "POST" && $0.url.hasPrefix(Self.base) }.compactMap(\.json)
  }

  func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    let outcome = state.withLock { state -> Outcome in
      state.requests.append(request)
      return state.isDown ? .refused : state.outcome(of: request)
    }
    switch outcome {
    case .answer(let response): return response
    case .refused: throw HTTPTransportError(.connect, request, mayHaveBeenSent: false, "connection refused")
    case .lost: throw HTTPTransportError(.reset, request, mayHaveBeenSent: true, "the connection broke")
    }
  }

  enum Outcome {
    case answer(HTTPResponse), refused, lost
  }
}

extension HTTPRequest {
  var json: JSONValue? { try? JSONDecoder().decode(JSONValue.self, from: Data(body ?? [])) }
  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

extension FakeJFrog.State {
  mutating func outcome(of request: HTTPRequest) -> FakeJFrog.Outcome {
    guard request.url.hasPrefix(FakeJFrog.base) else {
      guard let answer = endpoints[request.url] else { return .refused }
      return .answer(refusal ?? answer)
    }
    if request.method == "GET", let blindness { return .answer(blindness) }
    if request.method != "GET", let refusal { return .answer(refusal) }
    if request.method != "GET", isSlow { return .lost }
    let response = answer(request)
    return losesAnswers && request.method != "GET" ? .lost : .answer(response)
  }

  mutating func answer(_ request: HTTPRequest) -> HTTPResponse {
    let path = (URLComponents(string: request.url)?.path ?? "").split(separator: "/").drop { $0 != "v1" }.dropFirst().map(String.init)
    switch (request.method, path.count) {
    case ("GET", 1): return list(path[0])
    case ("GET", 2): return one(path[0], path[1])
    case ("GET", 3): return .json(["versions": .array(versions.filter { $0["model_id"] == .string(path[1]) }.map(JSONValue.object))])
    case ("GET", 4): return one("versions", path[3])
    case ("POST", 1): return create(path[0], request.json)
    case ("DELETE", 2): return delete(path[0], path[1])
    default: return .json(405, nil)
    }
  }

  private func rows(_ kind: String) -> [[String: JSONValue]] {
    switch kind {
    case "models": models
    case "versions": versions
    case "experiments": experiments
    default: deployments
    }
  }

  private func list(_ kind: String) -> HTTPResponse {
    let rows = rows(kind).map { row in listsAreShort ? row.filter { $0.key != "parameters" } : row }
    return .json([kind: .array(rows.map(JSONValue.object)), "total_count": .integer(Int64(rows.count))])
  }

  private func one(_ kind: String, _ id: String) -> HTTPResponse {
    rows(kind).first { $0["id"] == .string(id) }.map { .json(.object($0)) } ?? Self.missing
  }

  private static let missing = HTTPResponse.json(404, ["errors": [["status": 404, "message": "no such thing"]]])

  private mutating func create(_ kind: String, _ body: JSONValue?) -> HTTPResponse {
    guard case .object(var row)? = body else { return .json(400, nil) }
    row["created_at"] = .string(time)
    if kind == "experiments" {
      row.merge(["id": .string("e\(experiments.count + 1)"), "status": "running"]) { $1 }
      experiments.append(row)
    } else {
      row.merge(["id": .string("d\(deployments.count + 1)"), "status": "deploying"]) { $1 }
      deployments.append(row)
    }
    return .json(201, .object(row))
  }

  private mutating func delete(_ kind: String, _ id: String) -> HTTPResponse {
    let before = experiments.count + deployments.count
    if kind == "experiments" { experiments.removeAll { $0["id"] == .string(id) } }
    if kind == "deployments" { deployments.removeAll { $0["id"] == .string(id) } }
    return experiments.count + deployments.count < before ? HTTPResponse(status: 204) : Self.missing
  }
}
