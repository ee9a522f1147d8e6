import Foundation
import Scheduling
import Seams
import TestSupport

/// A ZenML server on a loopback port, with one schedule that is due every second and a deployment, at a port of its own,
/// that makes a run of each name once. Runs are completed when they are looked at.
final class FakeServer: Sendable {
  private let zenml = FakeZenML()
  private let server: LoopbackServer
  private let deployment: LoopbackServer

  init(schedule name: String) throws {
    (server, deployment) = (try Self.serve(zenml), try Self.serve(zenml))
    let pipeline = FakeZenML.id(5)
    var schedule = FakeSchedule(7, name)
    schedule.raw = Self.record(of: schedule, pipeline)
    let deployed = FakeDeployment(id: FakeZenML.id(30), name: "trainer", pipeline: pipeline, url: deployment.url)
    zenml.change { [schedule] state in
      state.schedules = [schedule]
      state.pipelines[pipeline] = "training"
      state.deployments = [deployed]
    }
  }

  private static func record(of schedule: FakeSchedule, _ pipeline: Identifier) -> JSONValue {
    [
      "id": .string(schedule.id.description), "name": .string(schedule.name), "permission_denied": false,
      "body": [
        "created": "2026-11-20T10:00:00", "updated": .string(schedule.updated), "project_id": .string(FakeZenML.project.description),
        "active": true, "cron_expression": nil, "start_time": "2026-11-20T10:00:00", "end_time": nil, "interval_second": 1,
        "catchup": true, "run_once_start_time": nil, "is_archived": false,
      ],
      "metadata": ["orchestrator_id": nil, "pipeline_id": .string(pipeline.description), "run_metadata": [:]], "resources": ["user": nil],
    ]
  }

  private static func serve(_ zenml: FakeZenML) throws -> LoopbackServer {
    try LoopbackServer { request in
      let asked = HTTPRequest(
        request.method, "http://\(request.header("Host") ?? "")\(request.target)", headers: request.headers,
        body: request.body.isEmpty ? nil : request.body)
      zenml.change { state in
        for index in state.runs.indices { state.runs[index].status = "completed" }
      }
      return (try? zenml.answer(asked)).map { .response(madeNow($0)) } ?? .close
    }
  }

  /// The fake's runs are all of one moment; a run that is older than its fire is somebody else's.
  private static func madeNow(_ response: HTTPResponse) -> HTTPResponse {
    var response = response
    let now = "\(Moment.text(Date()).dropLast()).999999"
    response.body = Array(String(decoding: response.body, as: UTF8.self).replacing("2026-11-21T02:00:01.500000", with: now).utf8)
    return response
  }

  /// For the daemon's configuration.
  var configuration: String { "server: {url: \"\(server.url)\", project: default, api_key: not-a-secret}" }

  /// The names of the runs that were made, one for each run.
  var runs: [String] { zenml.runs.map(\.name) }

  /// Everything that was reported, as text.
  var reports: String { zenml.metadata.map { "\($0)" }.joined() }
}
