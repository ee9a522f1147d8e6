import Foundation
import TestSupport
import Testing

/// A store goes to another machine as text, and another daemon goes on with it.
@Suite("Moving", .timeLimit(.minutes(15)))
struct MovingTests {
  @Test func whatARunningDaemonHasIsGoneOnWithElsewhere() async throws {
    let schedules = ["a.yaml": ScheduleFile.command("a", "interval_seconds: 1", script: "true")]
    let (old, new) = (try DaemonPlace(schedules: schedules), try DaemonPlace(schedules: schedules))
    let text = old.directory.path("store.jsonl")
    let (id, before) = try await old.withDaemon { daemon in
      let id = try await daemon.waitForState("armed", of: "a").id
      try await daemon.waitForOutcome("succeeded", of: id)
      let exported = try await daemon.command("store", "export", text)
      #expect(exported.status == 0 && exported.output.contains("1 schedule, "), "\(exported)")
      let refused = try await daemon.command("store", "import", text)
      #expect(refused.status == 1 && refused.errors.contains("in use by another Carillon, process \(daemon.id)"), "\(refused)")
      return (id, try await daemon.status().instance)
    }
    let imported = try await CLI.run(["store", "import", text, "--config", new.configurationPath])
    #expect(imported.status == 0 && imported.output.contains("none: each has exactly one row"), "\(imported)")
    try await new.withDaemon { daemon in
      #expect(try await daemon.status().instance == before)
      let known = try await daemon.runs(id).count
      _ = try await eventually("it goes on") {
        try await daemon.runs(id).count
      } until: {
        $0 > known
      }
      #expect(try await daemon.command("audit").status == 0)
    }
  }

  @Test func aDaemonGoesOnWithAStoreThatWasTakenBackAndForth() async throws {
    let place = try DaemonPlace(schedules: ["a.yaml": ScheduleFile.command("a", "interval_seconds: 1", script: "true")])
    let id = try await place.withDaemon { daemon in
      let id = try await daemon.waitForState("armed", of: "a").id
      try await daemon.waitForOutcome("succeeded", of: id)
      let asked = try await daemon.command("store", "migrate", "--to", "1", "--check")
      #expect(asked.status == 1 && asked.output.contains("2, would become 1"), "\(asked)")
      #expect(try await daemon.command("store", "migrate", "--to", "1").errors.contains("in use by another Carillon"))
      return id
    }
    let back = try await CLI.run(["store", "migrate", "--to", "1", "--config", place.configurationPath])
    #expect(back.status == 0 && back.output.contains("2, now 1"), "\(back)")
    try await place.withDaemon { daemon in
      try await daemon.waitForOutcome("succeeded", of: id)
      #expect(try await daemon.command("audit").status == 0)
    }
  }
}
