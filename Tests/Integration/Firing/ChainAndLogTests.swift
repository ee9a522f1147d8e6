import Foundation
import TestSupport
import Testing

/// What follows another schedule's end, and what runs have written.
@Suite("Beside each other,", .timeLimit(.minutes(15)))
struct ChainAndLogTests {
  @Test func oneScheduleFollowsAnotherAndItsOutputIsShown() async throws {
    let place = try DaemonPlace(
      schedules: [
        "train.yaml": ScheduleFile.command(
          "train", "run_once_start_time: \(Moment.text(Moment.afterAStart()))", script: "echo trained; exit 0"),
        "follow.yaml": Self.follower("evaluate", "on_success", script: "echo evaluated $CARILLON_SCHEDULE"),
        "alarm.yaml": Self.follower("alarm", "on_failure", script: "echo never"),
      ])
    try await place.withDaemon { daemon in
      let evaluate = try #require(try await daemon.schedule("evaluate"))
      #expect(evaluate.state == "armed")
      let run = try await daemon.waitForOutcome("succeeded", of: evaluate.id)
      #expect(run.kind == "chained")
      let log = try await daemon.command("logs", "evaluate", "-f")
      #expect(log.output == "evaluated evaluate\n", "\(log)")
      #expect(try await daemon.command("logs", "train").output == "trained\n")
      let alarm = try #require(try await daemon.schedule("alarm"))
      #expect(try await daemon.runs(alarm.id).isEmpty)
      let why = try await daemon.command("why", "evaluate")
      #expect(why.output.contains("follows 'train' when it has succeeded"), "\(why)")
      #expect(why.output.contains("chained fire succeeded"), "\(why)")
      let whyNot = try await daemon.command("why", "alarm")
      #expect(whyNot.output.contains("succeeded; it follows only failure"), "\(whyNot)")
      #expect(try await daemon.command("audit").status == 0)
    }
  }

  @Test func aLogThatIsNoLongerKeptEndsAndSaysSo() async throws {
    let place = try DaemonPlace(
      schedules: [
        "train.yaml": ScheduleFile.command("train", "run_once_start_time: \(Moment.text(Moment.afterAStart()))", script: "echo trained")
      ])
    try await place.withDaemon { daemon in
      let train = try #require(try await daemon.schedule("train"))
      let run = try await daemon.waitForOutcome("succeeded", of: train.id)
      #expect(try await daemon.command("logs", "train", "-f").output == "trained\n")
      try FileManager.default.removeItem(atPath: place.directory.path("state/runs/\(run.fireId)"))
      let log = try await daemon.command("logs", "train", "-f")
      #expect(log.status == 1 && log.errors.contains("what it wrote is no longer kept"), "\(log)")
    }
  }

  /// Whoever waits for what a quiet run will write holds up no end of the daemon, which has ten seconds for it.
  @Test func aLogThatIsFollowedDoesNotHoldUpTheEnd() async throws {
    let place = try DaemonPlace(
      schedules: [
        "quiet.yaml": ScheduleFile.command("quiet", "cron_expression: \"0 3 1 1 *\"", script: "echo begun; exec tail -f /dev/null")
      ])
    let daemon = try await DaemonProcess.start(place)
    #expect(try await daemon.command("trigger", "quiet").status == 0)
    let quiet = try #require(try await daemon.schedule("quiet"))
    let row = try await daemon.waitForOutcome("started", of: quiet.id)
    let log = try ProgramRun(BuiltProgram.carillon, ["logs", "quiet", "-f", "--config", place.configurationPath])
    try await eventually("it is followed") {
      log.output
    } until: {
      $0.contains("begun")
    }
    let asked = ContinuousClock.now
    #expect(await daemon.stop() == 0, "\(daemon.log)")
    #expect(try #require(daemon.ended) - asked < .seconds(8))
    try await place.withDaemon { daemon in
      _ = try await daemon.waitForOutcome("started", of: quiet.id)
      #expect(try await daemon.command("cancel", row.fireId).status == 0)
      _ = try await daemon.waitForOutcome("cancelled", of: quiet.id)
      _ = await log.status
    }
  }

  private static func follower(_ name: String, _ condition: String, script: String) -> String {
    """
    name: \(name)
    trigger:
      kind: chain
      \(condition): train
      trigger: {kind: command, argv: [/bin/sh, -c, "\(script)"]}
    """
  }
}
