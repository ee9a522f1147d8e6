import Foundation
import TestSupport
import Testing

/// What the commands do for somebody who looks at a terminal, and only there.
@Suite("Terminal", .timeLimit(.minutes(15)))
struct TerminalTests {
  private let escape = "\u{1B}["

  private func place() throws -> DaemonPlace {
    try DaemonPlace(schedules: [
      "nightly.yaml": ScheduleFile.command("nightly-training", "cron_expression: \"0 2 * * *\"", script: "exit 0"),
      "failing.yaml": ScheduleFile.command("failing", "cron_expression: \"0 3 * * *\"", script: "exit 3"),
    ])
  }

  @Test func listsHaveColoursAndFitTheTerminal() async throws {
    let place = try place()
    try await place.withDaemon { daemon in
      _ = try await daemon.command("trigger", "failing", "--wait")
      let config = place.configurationPath
      for line in ["carillon list --config \(config)", "carillon runs --config \(config)"] {
        let shown = try await Terminal.run(line, columns: 80)
        #expect(shown.status == 0 && shown.output.contains("\(escape)31mfailed\(escape)0m"), "\(shown)")
        let plain = shown.output.replacing(/\u{1B}\[[0-9]*m/, with: "")
        for row in plain.split(separator: "\n") { #expect(row.count <= 80, "\(row)") }
      }
      let piped = try await daemon.command("list")
      #expect(!piped.output.contains(escape) && piped.output.contains("Z (in "), "\(piped)")
      for environment in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
        let shown = try await Terminal.run("carillon status --config \(config)", environment: environment)
        #expect(shown.status == 0 && !shown.output.contains(escape), "\(shown)")
      }
      let forced = try await CLI.run(["runs", "--config", config], environment: ["CLICOLOR_FORCE": "1"])
      #expect(forced.output.contains("\(escape)31mfailed"))
    }
  }

  @Test func aBackfillGrowsABarOnStandardErrorAlone() async throws {
    let place = try place()
    try await place.withDaemon { _ in
      let line = "carillon backfill nightly-training --from 2026-01-01T00:00:00Z --to 2026-01-04T00:00:00Z --wait"
      let shown = try await Terminal.run("\(line) --config \(place.configurationPath)")
      #expect(shown.status == 0 && shown.output.contains("\r[##########....................] 1/3"), "\(shown)")
      let apart = try await Terminal.run("\(line) --json --config \(place.configurationPath) 2>/dev/null")
      #expect(!apart.output.contains("###") && apart.output.hasPrefix("{"), "\(apart)")
    }
  }

  @Test func aBackfillIsWatchedOnATerminalAndNowhereElse() async throws {
    let place = try place()
    try await place.withDaemon { daemon in
      let range = "--from 2026-01-01T00:00:00Z --to 2026-01-04T00:00:00Z --config \(place.configurationPath)"
      let shown = try await Terminal.run("carillon backfill nightly-training \(range)")
      #expect(shown.status == 0 && shown.output.contains("\r[..............................] 0/3"), "\(shown)")
      #expect(shown.output.contains("] 3/3") && shown.output.contains("3 succeeded, 0 did not"), "\(shown)")
      for line in ["carillon backfill failing --no-wait \(range)", "carillon backfill failing \(range) | cat"] {
        let left = try await Terminal.run(line)
        #expect(left.status == 0 && left.output.contains("runs 3 fires") && !left.output.contains("/3"), "\(left)")
      }
      let piped = try await daemon.command("backfill", "failing", "--from", "2026-01-01T00:00:00Z", "--to", "2026-01-04T00:00:00Z")
      #expect(piped.status == 0 && piped.output.contains("runs 3 fires") && piped.errors.isEmpty, "\(piped)")
    }
  }

  @Test func whoLeavesABackfillLeavesItRunning() async throws {
    let place = try place()
    try place.directory.write("", to: "hold")
    let script = "while [ -e \(place.directory.path("hold")) ]; do sleep 0.05; done"
    try place.writeSchedules(ScheduleFile.command("held", "cron_expression: \"0 4 * * *\"", script: script), to: "held.yaml")
    try await place.withDaemon { daemon in
      let line = "backfill held --from 2026-01-01T00:00:00Z --to 2026-01-03T00:00:00Z --config \(place.configurationPath)"
      // As Ctrl-C does.
      let left = try await Terminal.run("timeout --preserve-status --foreground -s INT 10 '\(BuiltProgram.carillon)' \(line)")
      #expect(left.status == 130, "\(left)")
      #expect(left.output.contains("goes on in the daemon; 'carillon runs held' shows how it ends"), "\(left)")
      try FileManager.default.removeItem(atPath: place.directory.path("hold"))
      _ = try await eventually("both have run") {
        try await daemon.command("runs", "held", "--json").decoded(ItemList<RunLine>.self).items
      } until: {
        $0.count { $0.outcome == "succeeded" } == 2
      }
    }
  }

  @Test func initAsksThreeQuestionsAndWritesWhatPassesCheckAndRuns() async throws {
    let folder = try ScratchDirectory()
    let shown = try await Terminal.run("cd \(folder.path) && carillon init", typed: "\nproject\n")
    #expect(shown.status == 0 && shown.output.contains("carillon serve --config project/carillon.yaml"), "\(shown)")
    let check = try await CLI.run(["check", "--config", folder.path("project/carillon.yaml")])
    #expect(check.status == 0 && check.output.contains("1 schedule, 0 bindings, 0 errors, 0 warnings"), "\(check)")
    let again = try await CLI.run(["init", "--yes", "--directory", folder.path("project")])
    #expect(again.status == 1 && again.errors.contains("nothing is overwritten"), "\(again)")
  }

  @Test func whatIsAnsweredToInitMayBeInTheHomeFolder() async throws {
    let folder = try ScratchDirectory()
    let shown = try await Terminal.run(
      "cd \(folder.path) && carillon init", typed: "\n~/project\n", environment: ["HOME": folder.path("home")])
    #expect(shown.status == 0 && folder.exists("home/project/carillon.yaml") && !folder.exists("~"), "\(shown)")
  }

  @Test func initAsksNobodyWhereNobodyIs() async throws {
    let result = try await CLI.run(["init"])
    #expect(result.status == 2 && result.errors.contains("add --yes"), "\(result)")
  }

  @Test func namesOfSchedulesAreCompleted() async throws {
    let place = try place()
    let names = try await place.withDaemon { _ in try await completed("ni", in: place) }
    #expect(names == ["nightly-training"])
    #expect(try await completed("ni", in: place).isEmpty, "nobody answers")
  }

  @Test func noNameRunsOrExpandsWhenItIsCompleted() async throws {
    let folder = try ScratchDirectory()
    let names = ["ok$(touch \(folder.path("ran")))", "ok`id`", "ok$HOME", "ok's", "ok \\a;b", "ok"]
    let files = names.enumerated().map { number, name in
      let quoted = "\"\(name.replacingOccurrences(of: "\\", with: "\\\\"))\""
      return ("\(number).yaml", ScheduleFile.command(quoted, "cron_expression: \"0 2 * * *\"", script: "exit 0"))
    }
    let place = try DaemonPlace(schedules: Dictionary(uniqueKeysWithValues: files))
    let offered = try await place.withDaemon { _ in try await completed("ok", in: place) }
    #expect(offered.sorted() == ["ok", "ok \\a;b", "ok's"])
    #expect(!folder.exists("ran"))
  }

  /// What bash offers after `carillon show --config FILE WORD`.
  private func completed(_ word: String, in place: DaemonPlace) async throws -> [String] {
    let script = """
      source <(\(BuiltProgram.carillon) completions bash)
      COMP_WORDS=(\(BuiltProgram.carillon) show --config \(place.configurationPath) \(word)); COMP_CWORD=4
      COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
      _carillon carillon \(word) \(place.configurationPath)
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let run = try ProgramRun("/bin/bash", ["-c", script])
    #expect(await run.status == 0, "\(run.errors)")
    return run.output.split(separator: "\n").map(String.init)
  }

  @Test(arguments: ["bash"]) func theScriptOfAShellIsSound(shell: String) async throws {
    let script = try await CLI.run(["completions", shell])
    #expect(script.status == 0)
    let folder = try ScratchDirectory()
    try folder.write(script.output, to: "script")
    let run = try ProgramRun("/bin/bash", ["-n", folder.path("script")])
    #expect(await run.status == 0, "\(run.errors)")
  }
}
