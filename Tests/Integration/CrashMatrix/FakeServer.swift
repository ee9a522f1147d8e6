import Foundation
import Scheduling
import Seams
import Synchronization
import TestSupport

/// A ZenML server on a loopback port, with one schedule that is due every second.
final class FakeServer: Sendable {
  private let zenml = FakeZenML()
  private let server: LoopbackServer

  init(schedule name: String) throws {
    let zenml = zenml
    var schedule = FakeSchedule(7, name)
    schedule.raw = [
      "id": .string(schedule.id.description), "name": .string(name), "permission_denied": false,
      "body": [
        "created": "2026-11-20T10:00:00", "updated": "2026-11-20T10:00:00.250000", "project_id": .string(FakeZenML.project.description),
        "active": true, "cron_expression": nil, "start_time": "2026-11-20T10:00:00", "end_time": nil, "interval_second": 1,
        "catchup": false, "run_once_start_time": nil, "is_archived": false,
      ],
      "metadata": ["orchestrator_id": nil, "pipeline_id": nil, "run_metadata": [:]], "resources": ["user": nil],
    ]
    zenml.change { [schedule] in $0.schedules = [schedule] }
    server = try LoopbackServer { request in
      let asked = HTTPRequest(
        request.method, "http://zen.test\(request.target)", headers: request.headers, body: request.body.isEmpty ? nil : request.body)
      return Self.waiting { (try? await zenml.send(asked)).map { .response($0) } ?? .close }
    }
  }

  /// For the daemon's configuration.
  var configuration: String { "server: {url: \"\(server.url)\", project: default, api_key: not-a-secret}" }

  /// What has been reported.
  var reports: Int { zenml.metadata.count }

  /// The server's threads may block: each has one connection.
  private static func waiting(_ body: @escaping @Sendable () async -> LoopbackAnswer) -> LoopbackAnswer {
    let (box, done) = (AnswerBox(), DispatchSemaphore(value: 0))
    Task {
      let answer = await body()
      box.answer.withLock { $0 = answer }
      done.signal()
    }
    done.wait()
    return box.answer.withLock { $0 }
  }

  private final class AnswerBox: Sendable {
    let answer = Mutex<LoopbackAnswer>(.close)
  }
}
