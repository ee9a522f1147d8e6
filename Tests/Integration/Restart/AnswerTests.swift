import Foundation
import FoundationNetworking
import TestSupport
import Testing

/// Whoever was told yes can rely on it, however soon the daemon is taken away.
@Suite("What a daemon has answered", .timeLimit(.minutes(15)))
struct AnswerTests {
  private let target: RecordingTarget
  private let place: DaemonPlace

  init() throws {
    target = try RecordingTarget()
    place = try DaemonPlace(
      "public_url: https://carillon.example\nlisten: 127.0.0.1:0",
      schedules: [
        "batch.yaml": """
        name: batch
        interval_seconds: 3600
        trigger: {kind: http, url: "\(target.url("/batch"))", callback: true}

        """
      ])
  }

  @Test func isWrittenDown() async throws {
    let first = try await DaemonProcess.start(place)
    let id = try #require(try await first.schedule("batch")).id
    let fire = try await first.command("trigger", "batch", "--json").decoded(RunLine.self).fireId
    await first.kill()

    let second = try await DaemonProcess.start(place)
    let row = try await second.waitForOutcome("started", of: id)
    #expect(row.fireId == fire)
    #expect(try await callBack(second) == 204)
    await second.kill()

    let third = try await DaemonProcess.start(place)
    // A service that did not hear the answer calls again.
    #expect(try await callBack(third) == 204)
    #expect(try await callBack(third, "") == 409)
    #expect(try await third.runs(id).map(\.outcome) == ["failed"])
    #expect(try await third.command("pause", "batch", "--reason", "the disk is being changed").status == 0)
    await third.kill()

    try await place.withDaemon { daemon in
      let state = try await daemon.schedule("batch")?.state
      #expect(state == "paused")
    }
  }

  @Test func toACallbackIsNoYesBeforeItsEndIsWrittenDown() async throws {
    let daemon = try await DaemonProcess.start(place)
    let id = try #require(try await daemon.schedule("batch")).id
    #expect(try await daemon.command("trigger", "batch").status == 0)
    try await daemon.waitForOutcome("started", of: id)
    let lock = try await LedgerLock(place)
    #expect(try await callBack(daemon) == 503)
    await lock.release()
    #expect(try await callBack(daemon) == 204)
    await daemon.kill()

    try await place.withDaemon { daemon in
      let outcomes = try await daemon.runs(id).map(\.outcome)
      #expect(outcomes == ["failed"])
    }
  }

  /// The service calls back with the token that it was given, over TCP: as nobody whom the daemon knows.
  private func callBack(_ daemon: DaemonProcess, _ body: String = #"{"status": "failed"}"#) async throws -> Int? {
    let given = try #require(target.requests("/batch").last?.header("X-Carillon-Callback"))
    var request = URLRequest(url: try #require(URL(string: "\(daemon.url)/callbacks/\(given.split(separator: "/").last ?? "")")))
    request.httpMethod = "POST"
    request.httpBody = Data(body.utf8)
    let (_, response) = try await URLSession(configuration: .ephemeral).data(for: request)
    return (response as? HTTPURLResponse)?.statusCode
  }
}
