import Foundation
import Seams
import Synchronization
import TestSupport
import Testing

/// Work that an API has accepted and does later, seen by a daemon that is taken away meanwhile.
@Suite("Accepted work", .timeLimit(.minutes(15)))
struct FollowedWorkTests {
  /// A service that has one job, which runs until it is told otherwise.
  private final class JobService: Sendable {
    let state = Mutex("running")
    private let server: Mutex<LoopbackServer?> = Mutex(nil)

    init() throws {
      let server = try LoopbackServer { [self] request in
        switch request.method {
        case "POST": return .response(202, [HTTPHeader("Location", "/jobs/17")], body: #"{"id": 17}"#)
        case "DELETE":
          state.withLock { $0 = "cancelled" }
          return .response(204)
        default: return .response(200, body: "{\"state\": \"\(state.withLock { $0 })\"}")
        }
      }
      self.server.withLock { $0 = server }
    }

    var url: String { server.withLock { $0?.url ?? "" } }
    var requests: [LoopbackRequest] { server.withLock { $0?.requests ?? [] } }
    func stop() { server.withLock { $0 = nil } }
  }

  private func place(_ service: JobService) throws -> DaemonPlace {
    let schedule = """
      name: job
      run_once_start_time: \(Moment.text(Moment.afterAStart()))
      trigger:
        kind: http
        url: \(service.url)/jobs
        follow:
          status_url: "{{header:Location}}"
          status_path: $.state
          interval: 1s
          cancel: {method: DELETE, url: "{{status_url}}"}
      """
    return try DaemonPlace(schedules: ["job.yaml": schedule])
  }

  @Test func isFollowedOnByTheNextDaemonAndStartedOnce() async throws {
    let service = try JobService()
    defer { service.stop() }
    let place = try place(service)
    let first = try await DaemonProcess.start(place)
    let row = try await first.waitForOutcome("started", of: "job")
    #expect(row.runId == "\(service.url)/jobs/17")
    await first.kill()
    service.state.withLock { $0 = "completed" }
    try await place.withDaemon { daemon in
      let end = try await daemon.waitForOutcome("succeeded", of: "job")
      #expect(end.runId == row.runId && end.fireId == row.fireId)
    }
    #expect(service.requests.filter { $0.method == "POST" }.count == 1)
  }

  @Test func isEndedByTheTriggersOwnRequest() async throws {
    let service = try JobService()
    defer { service.stop() }
    try await place(service).withDaemon { daemon in
      let row = try await daemon.waitForOutcome("started", of: "job")
      #expect(try await daemon.command("cancel", row.fireId).status == 0)
      try await daemon.waitForOutcome("cancelled", of: "job")
      #expect(service.requests.filter { $0.method == "DELETE" }.map(\.target) == ["/jobs/17"])
    }
  }
}
