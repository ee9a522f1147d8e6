import Foundation
import Glibc
import TestSupport
import Testing

/// What people get wrong, and what they are told to do.
@Suite("Mistakes", .timeLimit(.minutes(15)))
struct MistakeTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let status: Int32
    /// What the error says, among other things: what to do.
    let words: [String]

    init(_ arguments: String..., status: Int32 = 1, says words: String...) {
      (self.arguments, self.status, self.words) = (arguments, status, words)
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(arguments: [
    Mistake("list", "--socket", "/nowhere/carillon.sock", says: "no daemon is running there", "carillon serve", "--socket"),
    Mistake("list", "--socket", "/etc/hostname", says: "the file is not a socket", "--socket"),
    Mistake("list", "--config", "/nowhere/carillon.yaml", says: "/nowhere/carillon.yaml", "there is no such file"),
    Mistake("lst", status: 2, says: "did you mean 'carillon list'", "--help"),
    Mistake("list", "--jsn", status: 2, says: "--json"),
    Mistake("next", "0 27 * * *", status: 2, says: "27 is out of range", "^^"),
    Mistake("next", "0 2 * * *", "--tz", "Europe/Stokholm", status: 2, says: "no such time zone", "Europe/Stockholm"),
    Mistake("next", "0 2 * * *", "--from", "tomorrow", status: 2, says: "--from", "2026-11-21T02:00:00Z"),
    Mistake("next", "0 2 * * *", "--count", "0", status: 2, says: "1…1000"),
    Mistake("backfill", "x", "--from", "yesterday", "--to", "2026-11-21T02:00:00Z", status: 2, says: "--from", "2026-11-21T02:00:00Z"),
    Mistake("check", "/nowhere.yaml", says: "there is no such file"),
    Mistake("serve", status: 2, says: "--config FILE", "--schedules PATH"),
    Mistake("init", status: 2, says: "--yes"),
    Mistake("init", "--yes", "--server", "https://zenml.example.com", "--api-key-file", "/nowhere/key", status: 2, says: "chmod 600"),
    Mistake("import", "crontab", "/nowhere/crontab", status: 2, says: "/nowhere/crontab", "standard input"),
    Mistake("zenml", "runs", "list", "--config", "/nowhere/carillon.yaml", says: "/nowhere/carillon.yaml"),
  ]) func areToldWithWhatToDo(_ mistake: Mistake) async throws {
    let result = try await CLI.run(mistake.arguments)
    #expect(result.status == mistake.status, "\(result)")
    for words in mistake.words { #expect(result.errors.contains(words) || result.output.contains(words), "\(words): \(result)") }
    #expect(!result.errors.contains("Error Domain") && !result.errors.contains("NSCocoa"), "\(result)")
  }

  @Test func aNameThatIsAlmostRightIsToldWithTheRightOne() async throws {
    let place = try DaemonPlace(schedules: [
      "nightly.yaml": ScheduleFile.command("nightly-training", "cron_expression: \"0 2 * * *\"", script: "exit 0")
    ])
    try await place.withDaemon { daemon in
      for command in ["show", "why", "trigger", "explain", "next"] {
        let result = try await daemon.command(command, "nightly-trainin")
        #expect(result.status == 1 && result.errors.contains("did you mean 'nightly-training'?"), "\(result)")
      }
      let other = try await daemon.command("show", "zzz")
      #expect(other.errors.contains("'carillon list' shows all") && !other.errors.contains("did you mean"), "\(other)")
      let wrongTime = try await daemon.command("why", "nightly-training", "--at", "noon")
      #expect(wrongTime.status == 2 && wrongTime.errors.contains("2026-11-21T02:00:00Z"), "\(wrongTime)")
    }
  }

  @Test func aSocketOfSomebodyElseSaysWhoMayAsk() async throws {
    let place = try DaemonPlace()
    try await place.withDaemon { daemon in
      let folder = place.directory.path("state")
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder)
      // Nothing is closed to root.
      let asNobody = getuid() == 0 ? "setpriv --reuid 65534 --regid 65534 --clear-groups" : ""
      let run = try ProgramRun("/bin/sh", ["-c", "\(asNobody) '\(BuiltProgram.carillon)' list --socket '\(folder)/carillon.sock'"])
      #expect(await run.status == 1)
      try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: folder)
      #expect(run.errors.contains("run the command as the daemon's user or as root"), "\(run.errors)")
      _ = daemon
    }
  }
}
