import Foundation
import TestSupport
import Testing

/// The control API beside those who know it only by its document, or by ZenML's.
@Suite("The control API", .timeLimit(.minutes(15)))
struct ConformanceTests {
  private func place() throws -> DaemonPlace {
    try DaemonPlace(schedules: [
      "quick.yaml": ScheduleFile.command("quick", "interval_seconds: 1", script: "true") + "tags: [gpu]\n",
      "bad.yaml": ScheduleFile.command("bad", "interval_seconds: 2", script: "exit 3"),
      "nightly.yaml": ScheduleFile.command("nightly", "cron_expression: 0 2 * * *", script: "true"),
    ])
  }

  private func fixture(_ name: String, _ python: String, _ place: DaemonPlace, _ arguments: String...) throws -> ProgramRun {
    let folder = "\(BuiltProgram.package)/Tests/Fixtures/control-api"
    let socket = place.directory.path("state/carillon.sock")
    return try ProgramRun("\(BuiltProgram.package)/\(python)/bin/python", ["-B", "\(folder)/\(name)", socket] + arguments)
  }

  @Test func isWhatItsDocumentSays() async throws {
    let place = try place()
    try await place.withDaemon { daemon in
      let id = try #require(try await daemon.schedule("quick")).id
      try await daemon.waitForOutcome("succeeded", of: id)
      let run = try fixture("conformance.py", ".venv-api", place, "--max-examples", "5", "--seed", "1", "--no-color")
      #expect(await run.status == 0, "\(run.output)\n\(run.errors)")
      // Whatever was sent, the daemon goes on.
      #expect(try await !daemon.status().instance.isEmpty)
    }
  }

  private struct Understood: Decodable, Equatable {
    var schedules: [String]
    var crons: [String]
    var statuses: [String]
    var total: Int
    /// Schedules, and whether there are runs: of no project, and of one of a server that is not there.
    var projects: [[Int]]
  }

  @Test func isReadByTheModelsOfZenMLsClient() async throws {
    let place = try place()
    try await place.withDaemon { daemon in
      let id = try #require(try await daemon.schedule("quick")).id
      try await daemon.waitForOutcome("succeeded", of: id)
      let run = try fixture("zenml_reads.py", ".venv", place)
      #expect(await run.status == 0, "\(run.errors)")
      let understood = try JSONDecoder().decode(Understood.self, from: Data((run.output.split(separator: "\n").last ?? "").utf8))
      #expect(
        understood
          == Understood(
            schedules: ["bad", "nightly", "quick"], crons: ["0 2 * * *"], statuses: ["completed"], total: 3, projects: [[3, 1], [0, 0]]))
    }
  }
}
