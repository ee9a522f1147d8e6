import Foundation
import TestSupport
import Testing

/// Runs that a real server starts itself, from snapshots and run templates, and runs that a command registers.
@Suite("A trigger of the kind", .timeLimit(.minutes(15)))
struct KindsTests {
  let house: HouseDaemon.House
  var daemon: DaemonProcess { house.daemon }
  var server: ZenMLServer { house.server }

  init() async throws { house = try await HouseDaemon.shared.house() }

  /// Starting a run takes the server some seconds, and it starts no more than two at a time.
  private static let patience = Duration.seconds(240)

  /// A schedule that is due once, soon.
  /// - Parameter trigger: the keys of its trigger, in one line.
  /// - Returns: its id.
  private func schedule(_ name: String, trigger: String) async throws -> String {
    let due = Moment.text(Moment.afterARead())
    try daemon.place.writeSchedules("name: \(name)\nrun_once_start_time: \(due)\ntrigger: {\(trigger)}\n", to: "\(name).yaml")
    daemon.hangUp()
    return try await daemon.waitForSchedule(name).id
  }

  private func run(of row: RunLine) async throws -> TaggedRun {
    try await server.get(TaggedRun.self, "/runs/\(try #require(row.runId))")
  }

  @Test func snapshotStartsARunOfTheSnapshotOfThatName() async throws {
    let id = try await schedule(
      uniqueName("snapshot"), trigger: "kind: snapshot, snapshot: nightly-a, steps: {work: {sleep_s: 1}}, run_tags: [kinds]")
    let row = try await daemon.waitForOutcome("succeeded", of: id, within: Self.patience)
    let run = try await run(of: row)
    #expect(run.name == row.runName)
    #expect(run.body.status == "completed")
    #expect(run.tags == ["carillon:\(id)", "kinds"])
    #expect(try await server.runs(namedFrom: run.name).count == 1)
  }

  @Test func snapshotTakesTheNewestOneOfAPipelineAndItsParameters() async throws {
    let id = try await schedule(
      uniqueName("newest"), trigger: "kind: snapshot, newest: true, pipeline: tuning, parameters: {sleep_s: 0.5}")
    let row = try await daemon.waitForOutcome("succeeded", of: id, within: Self.patience)
    #expect(try await run(of: row).resources.pipeline.name == "tuning")
  }

  @Test func snapshotWithAStepThatDoesNotExistStartsNothing() async throws {
    let id = try await schedule(uniqueName("mistyped"), trigger: "kind: snapshot, snapshot: nightly-a, steps: {wrok: {sleep_s: 1}}")
    let row = try await daemon.waitForOutcome("failed", of: id, within: Self.patience)
    #expect(row.reason?.contains("has no step 'wrok'; it has work") == true)
    #expect(try await server.runs(namedFrom: row.runName ?? "none").isEmpty)
  }

  @Test func snapshotIsStoppedOnTheServer() async throws {
    let id = try await schedule(uniqueName("cancelled"), trigger: "kind: snapshot, snapshot: nightly-b, steps: {work: {sleep_s: 20}}")
    let row = try await daemon.waitForOutcome("started", of: id, within: Self.patience)
    // Before it has reached its orchestrator, the server stops no run.
    try await eventually("the run works", within: Self.patience) {
      try await run(of: row).body.status
    } until: {
      $0 == "running"
    }
    _ = try await daemon.command("cancel", row.fireId)
    let end = try await daemon.waitForOutcome("cancelled", of: id, within: Self.patience)
    #expect(["stopped", "stopping"].contains(try await run(of: end).body.status))
  }

  @Test func runTemplateThatFailsSaysWhichStepDid() async throws {
    let id = try await schedule(
      uniqueName("template"), trigger: "kind: run_template, run_template: nightly-template, steps: {work: {fail: true}}")
    let row = try await daemon.waitForOutcome("failed", of: id, within: Self.patience)
    #expect(row.reason == "work: ValueError: the work step was asked to fail")
    #expect(try await run(of: row).body.status == "failed")
  }

  @Test func commandIsLinkedToTheRunThatItRegisters() async throws {
    let id = try await schedule(uniqueName("runner"), trigger: command("--sleep", "1"))
    let row = try await daemon.waitForOutcome("succeeded", of: id, within: Self.patience)
    let run = try await run(of: row)
    #expect(run.name == row.runName)
    #expect(run.body.status == "completed")
  }

  @Test func commandWhoseRunFailedHasFailedThoughItExitsWithZero() async throws {
    let id = try await schedule(uniqueName("hiding"), trigger: command("--fail", "--exit", "0"))
    let row = try await daemon.waitForOutcome("failed", of: id, within: Self.patience)
    #expect(row.reason == "the command ended well (exit 0), but its run did not: work: ValueError: the work step was asked to fail")
    #expect(try await run(of: row).body.status == "failed")
  }

  /// A pipeline's own runner script, in ZenML's virtual environment.
  private func command(_ arguments: String...) -> String {
    let argv = [ZenMLFixture.python, "\(BuiltProgram.package)/Tests/Fixtures/zenml/run.py"] + arguments
    let environment = [
      "ZENML_STORE_URL": server.facts.url, "ZENML_STORE_API_KEY": server.facts.apiKey, "ZENML_ANALYTICS_OPT_IN": "false",
      // A client chooses one by itself only while there is no other, and other tests make some.
      "ZENML_ACTIVE_PROJECT_ID": server.facts.projectId,
      // One for each run: two at a time must not share ZenML's state.
      "ZENML_CONFIG_PATH": daemon.place.directory.path(uniqueName("zenml")),
    ]
    let written = environment.map { "\($0.key): \"\($0.value)\"" }.sorted().joined(separator: ", ")
    return "kind: command, argv: [\(argv.map { "\"\($0)\"" }.joined(separator: ", "))], env: {\(written)}"
  }
}

/// A run with what shows where it comes from.
private struct TaggedRun: Decodable, Sendable {
  struct Named: Decodable, Sendable { let name: String }
  struct Body: Decodable, Sendable { let status: String }

  struct Resources: Decodable, Sendable {
    let pipeline: Named
    let tags: [Named]
  }

  let name: String
  let body: Body
  let resources: Resources
  var tags: [String] { resources.tags.map(\.name).sorted() }
}
