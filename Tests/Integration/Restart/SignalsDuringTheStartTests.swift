import Glibc
import TestSupport
import Testing

/// Signals that come while the daemon has not said READY yet: here, when it has just read its files.
@Suite("Signals during the start", .timeLimit(.minutes(15)))
struct SignalsDuringTheStartTests {
  private let target: RecordingTarget
  private let place: DaemonPlace

  init() throws {
    target = try RecordingTarget()
    place = try DaemonPlace(
      "log_level: info",
      schedules: ["a.yaml": ScheduleFile.http("a", "interval_seconds: 1", url: target.url("/a"), policy: "{misfire: all}")])
  }

  @Test func aStopEndsItInOrder() async throws {
    let run = try ProgramRun(
      BuiltProgram.carillon, ["serve", "--config", place.configurationPath], environment: ["CARILLON_FAULT": "during-reload:1:TERM"])
    let status = await run.status
    #expect(status == 0, "\(run.errors)")
    #expect(run.errors.contains("stopped"))
    #expect(place.directory.read("state/files.fingerprint") != nil, "as after every orderly end")
    try await place.withDaemon { daemon in
      let audit = try await daemon.command("audit")
      #expect(audit.status == 0, "\(audit)")
    }
  }

  @Test func aReloadIsObeyedWhenItIsReady() async throws {
    let daemon = try await DaemonProcess.start(place, environment: ["CARILLON_FAULT": "during-reload:1:HUP"])
    try await eventually("it has read its files again") {
      daemon.notifications.joined(separator: "\n")
    } until: {
      $0.contains("RELOADING=1")
    }
    let first = try #require(daemon.notifications.firstIndex { $0.contains("READY=1") })
    let reloading = try #require(daemon.notifications.firstIndex { $0.contains("RELOADING=1") })
    #expect(first < reloading)
    #expect(await daemon.stop() == 0)
  }
}
