import CivilTime
import CurlHTTP
import Foundation
import Scheduling
import Seams
import Synchronization
import TestSupport
import Testing

@testable import Triggers

/// A target of followed work keeps every promise of the seam too.
@Suite(.timeLimit(.minutes(5))) struct FollowedConformanceTests {
  private static let template = "{{env:\(TargetUnderTest.secret.variable)}}"

  init() { TestEnvironment.complete() }

  @Test(arguments: TriggerTargetConformance.promises)
  func anHTTPTargetThatFollowsKeeps(_ promise: TargetPromise) async throws {
    try await promise.check(TargetUnderTest { try Self.scene($0) })
  }

  /// Work that goes on until it is cancelled, by a service that quotes what it was sent.
  private static func scene(_ world: TargetUnderTest.World) throws -> TargetUnderTest.Scene {
    let cancelled = Mutex<Set<String>>([])
    let server = try LoopbackServer { request in
      let job = request.target.split(separator: "/").dropFirst().first.map(String.init) ?? ""
      switch (world, request.method) {
      case (.declining, _): return .response(422, body: "no: \(request.target) \(request.header("Authorization") ?? "")")
      case (_, "POST"):
        let key = request.header("Idempotency-Key") ?? ""
        return .response(202, [HTTPHeader("Location", "/jobs/\(key)?key=\(TargetUnderTest.secret.value)")])
      case (_, "DELETE"):
        cancelled.withLock { _ = $0.insert(job) }
        return .response(204)
      default:
        let state = cancelled.withLock { $0.contains(job) } ? "cancelled" : "running \(TargetUnderTest.secret.value)"
        return .response(200, body: "{\"state\": \"\(state)\"}")
      }
    }
    if world == .away { server.stop() }
    let polling = StatusPolling(
      url: "{{header:Location}}", statusPath: try AnswerPath(parsing: "$.state"), intervalSeconds: 1, longestIntervalSeconds: 1,
      cancel: .init(method: "DELETE", url: "{{status_url}}"))
    let trigger = HTTPTrigger(
      url: "\(server.url)/jobs", headers: ["Authorization": "Bearer \(template)"], body: ["key": .string(template)],
      ending: .polled(polling))
    return .init(HTTPTarget(transport: CurlHTTPTransport(), clock: HastyClock(HTTPScene.due)), .http(trigger)) {
      server.requests.filter { $0.method == "POST" }.map {
        "\($0.header("Idempotency-Key") ?? "") \($0.header("X-Carillon-Run-Name") ?? "")"
      }
    }
  }
}
