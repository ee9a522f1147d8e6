import Foundation
import TestSupport
import Testing

/// What people ask of a running daemon about its past, and tell it to do.
@Suite("Asking and telling", .timeLimit(.minutes(15)))
struct UpkeepCommandTests {
  private func place() throws -> DaemonPlace {
    try DaemonPlace(schedules: [
      "good.yaml": ScheduleFile.command("good", "interval_seconds: 1", script: "true") + "tags: [gpu]\n",
      "bad.yaml": ScheduleFile.command("bad", "interval_seconds: 3600", script: "exit 3"),
    ])
  }

  @Test func aPauseIsKeptOverARestartAndIsTheAnswerToWhy() async throws {
    let place = try place()
    let id = try await place.withDaemon { daemon in
      let paused = try await daemon.command("pause", "--tag", "gpu", "--until", "1h", "--reason", "the cluster is moved", "--json")
      #expect(try paused.decoded(ItemList<ScheduleLine>.self).items.map(\.name) == ["good"])
      return try await daemon.waitForState("paused", of: "good").id
    }
    try await place.withDaemon { daemon in
      let row = try await daemon.waitForOutcome("skipped_paused", of: id)
      #expect(row.reason == "the cluster is moved")
      let why = try await daemon.command("why", "good", "--at", row.due)
      #expect(why.output.contains("it was not started, because the schedule was paused: the cluster is moved"))
      _ = try await daemon.command("resume", "good")
      try await daemon.waitForOutcome("succeeded", of: id)
    }
  }

  @Test func aBackfillRunsThePastAndWaitsForIt() async throws {
    try await place().withDaemon { daemon in
      let range = ["--from", "2026-11-01T00:00:00Z", "--to", "2026-11-01T00:00:04Z"]
      let listed = try await CLI.run(["backfill", "good", "--dry-run", "--config", daemon.place.configurationPath] + range)
      #expect(listed.output.contains("would run 5 fires of good"))
      let done = try await CLI.run(
        ["backfill", "good", "--wait", "--max-parallel", "3", "--config", daemon.place.configurationPath] + range)
      #expect(done.status == 0)
      #expect(done.errors.contains("5/5  "))
      #expect(done.output.contains("5 succeeded, 0 did not"))
    }
  }

  @Test func whatCannotBeDoneSaysWhatIsInItsWay() async throws {
    let place = try place()
    try place.writeSchedules(ScheduleFile.command("off", "interval_seconds: 60", script: "true") + "active: false\n", to: "off.yaml")
    try await place.withDaemon { daemon in
      let resumed = try await daemon.command("resume", "off")
      #expect(resumed.errors.contains("its source has deactivated it (active is false in "), "\(resumed)")
      let backfill = try await daemon.command("backfill", "good", "--from", "2999-01-01T00:00:00Z", "--to", "2999-01-02T00:00:00Z")
      #expect(backfill.errors.contains("from 2999-01-01T00:00:00Z is in the future"), "\(backfill)")
      for dryRun in [["--dry-run"], []] {
        let range = ["--from", "2026-11-01T00:00:00Z", "--to", "2999-01-02T00:00:00Z"]
        let ahead = try await CLI.run(["backfill", "bad", "--config", place.configurationPath] + range + dryRun)
        #expect(ahead.status != 0 && ahead.errors.contains("to 2999-01-02T00:00:00Z is in the future"), "\(ahead)")
        #expect(ahead.errors.contains("what was due up to now: give 2"), "\(ahead)")
      }
      let audit = try await daemon.command("audit", "--from", "2999-01-01T00:00:00Z")
      #expect(audit.errors.contains("from 2999-01-01T00:00:00Z is in the future"), "\(audit)")
    }
  }

  @Test func ofThoseThatAreNamedAllAreResumedOrNone() async throws {
    try await place().withDaemon { daemon in
      _ = try await daemon.command("pause", "bad")
      let refused = try await daemon.command("resume", "bad", "good")
      #expect(refused.status != 0 && refused.errors.contains("'good': the schedule is not paused by command"), "\(refused)")
      let states = try await daemon.schedules().filter { $0.name == "bad" }.map(\.state)
      #expect(states == ["paused"])
      let twice = try await daemon.command("resume", "bad", "bad")
      #expect(twice.status == 0, "\(twice)")
    }
  }

  @Test func aDeadLetterIsReplayedOnce() async throws {
    try await place().withDaemon { daemon in
      let fire = try await daemon.command("trigger", "bad", "--wait", "--json").decoded(RunLine.self).fireId
      #expect(try await daemon.command("why", "bad").status == 0)
      let letters = try await daemon.command("dead-letters", "list", "--json").decoded(ItemList<RunLine>.self).items
      #expect(letters.map(\.fireId) == [fire])
      let replayed = try await daemon.command("dead-letters", "replay", String(fire.prefix(8)), fire)
      #expect(replayed.status == 0 && replayed.output.hasPrefix("replayed as fire "), "\(replayed)")
      let again = try await daemon.command("dead-letters", "replay", fire)
      #expect(again.status == 1)
      #expect(again.errors.contains("is no dead letter: it was replayed or dropped already"))
    }
  }

  @Test func deadLettersAreReplayedOldestFirst() async throws {
    struct Replay: Decodable { let settled: [String] }
    let place = try place()
    try place.writeSchedules(
      ScheduleFile.command("worse", "interval_seconds: 3600", script: "exit 3") + "policy: {overlap: allow}\n", to: "worse.yaml")
    try await place.withDaemon { daemon in
      _ = try await daemon.command("backfill", "worse", "--wait", "--from", "2026-11-01T00:00:00Z", "--to", "2026-11-01T01:00:00Z")
      let letters = try await daemon.command("dead-letters", "list", "--json").decoded(ItemList<RunLine>.self).items
      #expect(letters.count == 2)
      let replay = try await daemon.command("dead-letters", "replay", "--all", "--json").decoded(Replay.self)
      #expect(replay.settled == letters.sorted { $0.due < $1.due }.map(\.fireId))
      let unknown = try await daemon.command("dead-letters", "drop", "00000000")
      #expect(unknown.errors.contains("there is no fire whose id begins with '00000000'"), "\(unknown)")
    }
  }

  @Test func runsTellsWhatAFireWaitsForAsWhyDoes() async throws {
    let place = try DaemonPlace("limits: {in_flight: 1}")
    try place.directory.write("", to: "hold")
    let script = "while [ -e \(place.directory.path("hold")) ]; do sleep 0.05; done"
    for name in ["first", "second"] {
      try place.writeSchedules(ScheduleFile.command(name, "interval_seconds: 3600", script: script), to: "\(name).yaml")
    }
    try await place.withDaemon { daemon in
      for name in ["first", "second"] { _ = try await daemon.command("trigger", name) }
      let runs = try await eventually("the second waits, and says for what") {
        try await daemon.command("runs", "second", "--json").decoded(ItemList<RunLine>.self).items
      } until: {
        $0.first?.reason != nil
      }
      #expect(runs.first?.outcome == "claimed")
      #expect(runs.first?.reason == "the limit on what is in flight in all lets it wait (limits.in_flight: 1)")
    }
  }

  @Test func aCopyMadeWhileItRunsIsAWholeStore() async throws {
    let place = try place()
    let copy = place.directory.path("copy.db")
    try await place.withDaemon { daemon in
      let id = try await daemon.waitForState("armed", of: "good").id
      try await daemon.waitForOutcome("succeeded", of: id)
      #expect(try await daemon.command("store", "backup", copy).status == 0)
      #expect(try await daemon.command("store", "backup", copy).status == 1, "a file that is there is not overwritten")
      let audit = try await daemon.command("audit")
      #expect(audit.status == 0)
      #expect(audit.output.contains("none: each has exactly one row"))
    }
    for arguments in [["store", "verify", copy], ["store", "verify"], ["store", "backup", place.directory.path("later.db")]] {
      let result = try await CLI.run(arguments + ["--config", place.configurationPath])
      #expect(result.status == 0, "\(result)")
    }
  }

  @Test func explainTellsWhatIsPromised() async throws {
    try await place().withDaemon { daemon in
      let told = try await daemon.command("explain", "good")
      #expect(told.output.hasPrefix("good: at most once: a mark on the disk"))
      #expect(try await daemon.command("explain", "nobody").errors.contains("there is no schedule 'nobody'"))
      #expect(try await daemon.command("explain", "0 2 * * *").output.contains("At 02:00"))
    }
  }
}
