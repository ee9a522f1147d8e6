import Foundation
import TestSupport
import Testing

/// What is told as it happens, and what is told us.
@Suite("Events", .timeLimit(.minutes(15)))
struct EventTests {
  private func follow(_ daemon: DaemonProcess, _ arguments: String...) throws -> ProgramRun {
    try ProgramRun(BuiltProgram.carillon, arguments + ["--config", daemon.place.configurationPath])
  }

  @Test func followARunFromItsClaimToItsEnd() async throws {
    let place = try DaemonPlace(schedules: ["bell.yaml": ScheduleFile.command("bell", "interval_seconds: 3600", script: "true")])
    try await place.withDaemon { daemon in
      let all = try follow(daemon, "events", "-f", "--json", "--after", "0")
      let fire = try await daemon.command("trigger", "bell", "--wait", "--json").decoded(RunLine.self).fireId
      let lines = try await eventually("its end is told") {
        all.output.split(separator: "\n").map(String.init)
      } until: { lines in
        lines.contains { $0.contains(fire) && $0.contains(#""outcome":"succeeded""#) }
      }
      let told = lines.filter { $0.contains(fire) && $0.contains(#""event":"run""#) }
      #expect(told.first?.contains(#""outcome":"claimed""#) == true)
      #expect(told.last?.contains(#""outcome":"succeeded""#) == true)

      // Whoever comes later finds it still there; the next pause is told to those who follow.
      #expect(try await daemon.command("events", "bell").output.contains("succeeded (exit 0), manual  fire \(fire)"))
      _ = try await daemon.command("pause", "bell")
      try await eventually("the pause is told") {
        all.output
      } until: {
        $0.contains(#""state":"paused""#)
      }

      // Nobody who follows holds up a daemon that stops.
      await daemon.stop()
      try await eventually("who follows is told that it is away") {
        all.errors
      } until: {
        $0.contains("it is asked again for up to 60 s")
      }
      all.send(SIGTERM)
      #expect(await all.status != 0)
    }
  }

  @Test func runsAreFollowedBehindWhatTheLedgerHas() async throws {
    let place = try DaemonPlace(schedules: ["tick.yaml": ScheduleFile.command("tick", "interval_seconds: 1", script: "true")])
    try await place.withDaemon { daemon in
      let id = try #require(try await daemon.schedule("tick")).id
      let first = try await daemon.waitForOutcome("succeeded", of: id)
      let run = try follow(daemon, "runs", "-f", "tick")
      try await eventually("two more are told") {
        run.output
      } until: {
        $0.components(separatedBy: "succeeded").count > 3
      }
      #expect(run.output.contains(first.fireId))
      run.send(SIGTERM)
      _ = await run.status
    }
  }

  // MARK: Callbacks

  @Test func aServiceThatCallsBackEndsItsFire() async throws {
    let target = try RecordingTarget()
    let schedule = """
      name: batch
      interval_seconds: 3600
      trigger: {kind: http, url: "\(target.url("/batch"))", callback: true}

      """
    let place = try DaemonPlace("public_url: https://carillon.example/hooks", schedules: ["batch.yaml": schedule])
    try await place.withDaemon { daemon in
      let fire = try await daemon.command("trigger", "batch", "--json").decoded(RunLine.self).fireId
      let request = try await eventually("the service was asked") {
        target.requests("/batch").first
      } until: {
        $0 != nil
      }
      let url = try #require(request?.header("X-Carillon-Callback"))
      #expect(url.hasPrefix("https://carillon.example/hooks/callbacks/\(fire).1."))
      let path = "/callbacks/" + (url.split(separator: "/").last ?? "")

      // A proxy in front takes its own part of the path away.
      let forged = path.dropLast() + (path.hasSuffix("0") ? "1" : "0")
      #expect(try await place.post(forged, "") == 404)
      #expect(try await place.post("/callbacks/nonsense", "") == 404)
      #expect(try await place.post(path, #"{"status": "failed", "reason": "no GPU is free"}"#) == 204)
      let id = try #require(try await daemon.schedule("batch")).id
      let row = try await daemon.waitForOutcome("failed", of: id)
      #expect(row.fireId == fire && row.reason == "the service called back: no GPU is free")
      // Who did not hear the answer calls again.
      #expect(try await place.post(path, #"{"status": "failed", "reason": "no GPU is free"}"#) == 204)
      #expect(try await place.post(path, "") == 409)
      #expect(!daemon.log.contains(path.dropFirst("/callbacks/".count)))
    }
  }

  @Test func aCallBeforeTheAnswerCountsWhateverTheAnswerIs() async throws {
    let called = DispatchSemaphore(value: 0)
    let service = try LoopbackServer { _ in
      called.wait()
      return .response(504)
    }
    let place = try batchPlace(for: "\(service.url)/batch")
    try await place.withDaemon { daemon in
      #expect(try await daemon.command("trigger", "batch").status == 0)
      await service.wait(for: .arrived(request: 1))
      let path = try callbackPath(of: service.requests.first)
      #expect(try await place.post(path, "") == 204)
      called.signal()
      let id = try #require(try await daemon.schedule("batch")).id
      _ = try await daemon.waitForOutcome("succeeded", of: id)
      #expect(service.requests.count == 1)
      #expect(try await place.post(path, "") == 204)
      #expect(try await place.post(path, #"{"status": "failed"}"#) == 409)
    }
  }

  @Test func aCallThatCameInTimeAndDidNotCountIsNotTakenLater() async throws {
    let target = try RecordingTarget()
    let place = try batchPlace(for: target.url("/down/batch"))
    try await place.withDaemon { daemon in
      let fire = try await daemon.command("trigger", "batch", "--json").decoded(RunLine.self).fireId
      let id = try #require(try await daemon.schedule("batch")).id
      _ = try await daemon.waitForOutcome("waiting", of: id)
      let path = try callbackPath(of: target.requests("/down/batch").first)
      #expect(try await place.post(path, "") == 204)
      #expect(try await daemon.command("cancel", fire).status == 0)
      _ = try await daemon.waitForOutcome("cancelled", of: id)
      #expect(try await place.post(path, "") == 409)
    }
  }

  /// With a schedule that waits long before it sends again.
  private func batchPlace(for url: String) throws -> DaemonPlace {
    let schedule = """
      name: batch
      interval_seconds: 3600
      policy: {retry: {backoff: 1h}}
      trigger: {kind: http, url: "\(url)", callback: true}

      """
    return try DaemonPlace("public_url: https://carillon.example", schedules: ["batch.yaml": schedule])
  }

  /// Of the URL that the service was given.
  private func callbackPath(of request: LoopbackRequest?) throws -> String {
    let url = try #require(request?.header("X-Carillon-Callback"))
    return "/callbacks/" + (url.split(separator: "/").last ?? "")
  }
}
