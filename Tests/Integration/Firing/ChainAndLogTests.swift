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
