import CivilTime
import Foundation
import Scheduling
import Seams
import Synchronization

@testable import ZenML

/// A ZenML server of one project in memory: lists, filters and pages as 0.98.0 does.
final class FakeZenML: HTTPTransport {
  struct State {
    var schedules: [FakeSchedule] = []
    var pipelines: [Identifier: String] = [:]
    /// Flavor name, and whether it is custom.
    var components: [Identifier: (flavor: String, isCustom: Bool)] = [:]
    var deployments: [FakeDeployment] = []
    var runs: [FakeRun] = []
    /// Error messages of failed steps, by run.
    var stepMessages: [Identifier: String] = [:]
    /// Answers with everything, as the server does for a filter that it does not know.
    var ignoresFilters = false
    var isDown = false
    /// Called before a page of schedules is made.
    var beforeSchedulePage: (@Sendable (Int, inout State) -> Void)?
    var metadata: [JSONValue] = []
    var requests: [HTTPRequest] = []
  }

  static let project = id(0xAAAA)
  private let state = Mutex(State())

  func change(_ change: (inout sending State) -> Void) { state.withLock { change(&$0) } }
  var requests: [HTTPRequest] { state.withLock { $0.requests } }
  var metadata: [JSONValue] { state.withLock { $0.metadata } }
  func forgetRequests() { state.withLock { $0.requests = [] } }
  /// How many requests had a URL that contains all of `texts`.
  func count(_ texts: String...) -> Int { requests.count { request in texts.allSatisfy(request.url.contains) } }

  func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    let response = state.withLock { state -> HTTPResponse? in
      state.requests.append(request)
      return state.isDown ? nil : state.answer(request)
    }
    guard let response else { throw HTTPTransportError(.connect, request, mayHaveBeenSent: false, "connection refused") }
    return response
  }
}

struct FakeSchedule {
  var id: Identifier
  var name: String
  var updated: String
  var cron: String? = "0 2 * * *"
  var isArchived = false
  var project = FakeZenML.project
  var pipeline: Identifier?
  var orchestrator: Identifier?
  var metadata: [String: JSONValue] = [:]
  /// Sent instead of all this.
  var raw: JSONValue?

  init(_ number: UInt64, _ name: String? = nil, updated: String = "2026-11-20T10:00:00.250000") {
    id = ZenMLTests.id(number)
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

struct FakeDeployment {
  var id: Identifier
  var name: String
  var pipeline: Identifier
  var url: String? = nil
  var answersHealth = true
  var submitPath: String? = "/submit"
  /// Who really answers at `url`.
  var answersAs: Identifier?

  var json: JSONValue {
    [
      "id": .string(id.description), "name": .string(name),
      "body": ["url": .text(url), "status": "running", "project_id": .string(FakeZenML.project.description)],
      "metadata": ["auth_key": "deployment-secret", "deployment_metadata": ["pid": 1]],
      "resources": ["pipeline": ["id": .string(pipeline.description), "name": "training", "body": [:], "metadata": nil, "resources": nil]],
    ]
  }
}

struct FakeRun {
  var id: Identifier
  var name: String
  var status: String
  var statusReason: String?
  var originalRun: Identifier?

  func json(hydrated: Bool) -> JSONValue {
    let original: JSONValue = originalRun.map { ["id": .string($0.description), "name": "old", "body": nil] } ?? nil
    return [
      "id": .string(id.description), "name": .string(name),
      "body": [
        "created": "2026-11-21T02:00:01.500000", "status": .string(status), "status_reason": .text(statusReason),
        "project_id": .string(FakeZenML.project.description), "pipeline_id": .string(ZenMLTests.id(7).description),
      ],
      "metadata": hydrated
        ? [
          "start_time": "2026-11-21T02:00:01", "end_time": "2026-11-21T02:00:09", "exception_info": nil,
          "trigger_info": ["step_run_id": nil, "deployment_id": .string(ZenMLTests.id(30).description)],
        ] : nil,
      "resources": ["original_run": original],
    ]
  }
}

extension JSONValue {
  static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}
