import Foundation
import TestSupport
import Testing

/// Schedules that are in no file and on no server: their lives, told by the audit log.
@Suite("A local schedule", .timeLimit(.minutes(15)))
struct LocalScheduleTests {
  private let place: DaemonPlace
  private let draft: String

  init() throws {
    place = try DaemonPlace(schedules: ["file.yaml": ScheduleFile.command("of-a-file", "interval_seconds: 3600", script: "true")])
    draft = place.directory.path("draft.yaml")
  }

  private func write(_ text: String) throws { try place.directory.write(text, to: "draft.yaml") }

  private func definition(every seconds: Int, script: String = "true") -> String {
    "# of mine\n" + ScheduleFile.command("nightly", "interval_seconds: \(seconds)", script: script)
  }

  @Test func firesIsChangedOutlivesARestartAndLeavesItsLedger() async throws {
    let id = try await place.withDaemon { daemon in
      try write(definition(every: 1))
      let made = try await daemon.command("create", draft, "--json").decoded(ScheduleLine.self)
      #expect(made.source == "local" && made.binding == "the control API")
      try await daemon.waitForOutcome("succeeded", of: made.id)
      #expect(try await daemon.command("create", draft).errors.contains("'nightly' is a local schedule already"))

      try write(definition(every: 1, script: "exit 3"))
      #expect(try await daemon.command("edit", "nightly", "--file", draft).status == 0)
      try await daemon.waitForOutcome("failed", of: made.id)
      return made.id
    }
    try await place.withDaemon { daemon in
      try await theRestartedDaemonFiresIt(id, daemon)
      try await itIsDeletedAndTheLedgerStays(id, daemon)
      try await theAuditLogTellsItAll(daemon)
    }
  }

  private func theRestartedDaemonFiresIt(_ id: String, _ daemon: DaemonProcess) async throws {
    #expect(try await daemon.schedule("nightly")?.id == id)
    let before = try await daemon.runs(id).first?.due
    _ = try await eventually("it fires again") {
      try await daemon.runs(id).first
    } until: {
      $0?.due != before && $0?.outcome == "failed"
    }
  }

  private func itIsDeletedAndTheLedgerStays(_ id: String, _ daemon: DaemonProcess) async throws {
    #expect(try await daemon.command("delete", "nightly").errors.contains("add --yes"))
    #expect(try await daemon.command("delete", "nightly", "--yes").output.hasPrefix("schedule nightly is deleted"))
    #expect(try await daemon.schedule("nightly") == nil)
    #expect(try await daemon.runs(id).contains { $0.outcome == "succeeded" })
    for command in ["runs", "logs", "why"] {
      let answer = try await daemon.command(command, "nightly")
      #expect(answer.status == 0 && !answer.errors.contains("no schedule"), "\(command): \(answer)")
    }
    #expect(try await daemon.command("audit").status == 0)
  }

  private func theAuditLogTellsItAll(_ daemon: DaemonProcess) async throws {
    let log = try await daemon.command("audit-log", "--operation", "schedule.", "--json").decoded(ItemList<AuditLogLine>.self).items
    #expect(log.map(\.operation) == ["schedule.delete", "schedule.update", "schedule.create", "schedule.create"])
    #expect(log.map(\.outcome) == ["done", "done", "refused", "done"])
    #expect(log.map(\.subject) == ["nightly", "nightly", "nightly", "nightly"])
    #expect(log.allSatisfy { $0.who == "user \(getuid())" && $0.role == "admin" && $0.from == "unix" })
    let text = try await daemon.command("audit-log", "--full", "--subject", "nightly").output
    #expect(
      text.contains(#"{"interval_seconds":1,"name":"nightly","trigger":{"argv":["/bin/sh","-c","true"],"kind":"command"}}"#), "\(text)")
    #expect(text.contains(#""argv":["/bin/sh","-c","exit 3"]"#), "\(text)")
  }

  @Test func isPausedTriggeredAndResumedLikeOthersAndAllOfItIsInTheAuditLog() async throws {
    try await place.withDaemon { daemon in
      try write(definition(every: 3600))
      #expect(try await daemon.command("create", draft).status == 0)
      #expect(try await daemon.command("trigger", "nightly", "--wait").status == 0)
      #expect(try await daemon.command("pause", "nightly", "--reason", "moving").status == 0)
      #expect(try await daemon.schedule("nightly")?.state == "paused")
      #expect(try await daemon.command("resume", "nightly").status == 0)
      #expect(try await daemon.command("trigger", "nobody").status == 1)
      let log = try await daemon.command("audit-log", "--json").decoded(ItemList<AuditLogLine>.self).items
      #expect(log.map(\.operation) == ["schedule.trigger", "schedule.resume", "schedule.pause", "schedule.trigger", "schedule.create"])
      #expect(log.first?.outcome == "refused")
      #expect(try await daemon.command("audit-log", "--subject", "nightly", "--full").output.contains(#""reason":"moving""#))
    }
  }

  @Test func isNotWhatAFileSaysAndTheOtherWayRound() async throws {
    try await place.withDaemon { daemon in
      let config = ["--config", daemon.place.configurationPath]
      for arguments in [["edit", "of-a-file", "--file", draft], ["delete", "of-a-file", "--yes"]] {
        try write(ScheduleFile.command("of-a-file", "interval_seconds: 60", script: "true"))
        let result = try await CLI.run(arguments + config)
        #expect(result.status == 1 && result.errors.contains("schedules/file.yaml:1: change it there"), "\(result)")
      }
      let taken = try await CLI.run(["create", draft] + config)
      #expect(taken.errors.contains("'of-a-file' is a schedule of a file already; give this one another name"), "\(taken)")
    }
  }

  @Test func thatIsWrongIsRefusedWithTheLineAndNothingIsMade() async throws {
    try await place.withDaemon { daemon in
      try write("name: nightly\ninterval_seconds: soon\ntrigger: {kind: command, argv: [\"true\"]}\n")
      let result = try await daemon.command("create", draft)
      #expect(result.status != 0 && result.errors.contains("2:19: interval_seconds 'soon' is not a number of seconds"), "\(result)")
      #expect(try await daemon.schedule("nightly") == nil)
    }
  }
}

/// An item of `audit-log`.
private struct AuditLogLine: Decodable, Sendable {
  let who: String
  let role: String?
  let from: String
  let operation: String
  let subject: String?
  let outcome: String
}
