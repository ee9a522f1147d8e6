import CivilTime
import Commands
import Foundation
import HostTime
import Scheduling
import Testing
import Triggers

@Suite(.timeLimit(.minutes(1))) struct CommandTargetTests {
  private let due = (try? Instant(iso8601: "2026-11-21T02:00:00Z")) ?? .epoch
  private let runs: CommandRuns

  init() throws {
    let supervisor = try #require(CommandRuns.locateSupervisor(), "carillon-supervisor is built beside the tests")
    let directory = FileManager.default.temporaryDirectory.appending(path: "carillon-\(UUID().uuidString)").path
    runs = CommandRuns(supervisorPath: supervisor, runsDirectory: directory)
  }

  private var target: CommandTarget { CommandTarget(runs: runs, clock: HostClock()) }

  private func fire(_ command: CommandTrigger, due: Instant? = nil) -> Fire {
    let due = due ?? self.due
    let id = Fire.id(schedule: Identifier(high: 0, low: 1), due: due)
    return Fire(
      id: id, kind: .scheduled, scheduleID: Identifier(high: 0, low: 1), scheduleName: "nightly", due: due,
      runName: Fire.runName(schedule: "nightly", due: due, id: id), claimedAt: due, trigger: .command(command))
  }

  private func shell(_ script: String, timeoutSeconds: Int? = nil, env: [String: String] = [:]) -> CommandTrigger {
    CommandTrigger(argv: ["/bin/sh", "-c", script], env: env, timeoutSeconds: timeoutSeconds)
  }

  /// Starts a fire and follows it to its end.
  private func end(of fire: Fire) async -> RunObservation? {
    guard case .started = await target.start(fire) else { return nil }
    return await target.observations(of: fire).first { $0.outcome != nil }
  }

  @Test func aCommandThatExitsWithZeroHasSucceeded() async {
    let end = await end(of: fire(shell("exit 0")))
    #expect(end?.outcome == .succeeded)
    #expect(end?.status == "exit 0")
  }

  @Test func anotherExitCodeIsAFailureThatNamesIt() async {
    let end = await end(of: fire(shell("exit 3")))
    #expect(end?.outcome == .failed)
    #expect(end?.reason == Reason("exit_code", "it exited with 3"))
  }

  @Test func aProgramThatIsNotThereIsAFailure() async {
    #expect(await end(of: fire(CommandTrigger(argv: ["/no/such/program"])))?.outcome == .failed)
  }

  @Test func aCommandOverItsTimeIsEnded() async {
    #expect(await end(of: fire(shell("exec sleep 600", timeoutSeconds: 1)))?.outcome == .timedOut)
  }

  @Test func aCommandKnowsWhichFireItIs() async {
    let fire = fire(shell("env"))
    _ = await end(of: fire)
    let output = runs.outputTail(of: fire.id.description, maximumBytes: 10_000)
    for line in [
      "CARILLON_FIRE_ID=\(fire.id)", "CARILLON_DUE=2026-11-21T02:00:00Z", "CARILLON_SCHEDULE=nightly",
      "CARILLON_RUN_NAME=\(fire.runName)", "CARILLON_ATTEMPT=1",
    ] { #expect(output.contains(line)) }
  }

  @Test func aCommandInheritsNoSecretOfTheDaemon() async {
    setenv("ZENML_STORE_API_KEY", "canary-value", 1)
    let fire = fire(shell("env", env: ["OWN": "{{schedule}}"]))
    _ = await end(of: fire)
    let output = runs.outputTail(of: fire.id.description, maximumBytes: 10_000)
    #expect(!output.contains("canary-value"))
    #expect(output.contains("OWN=nightly"))
  }

  @Test func aFireIsNeverStartedTwice() async {
    let fire = fire(shell("exit 0"))
    _ = await end(of: fire)
    guard case .unclear = await target.start(fire) else { return #expect(Bool(false), "it was started again") }
    guard case .finished(let seen) = await target.lookUp(fire) else { return #expect(Bool(false)) }
    #expect(seen.outcome == .succeeded)
  }

  @Test func whatWasNeverStartedIsKnownToBe() async {
    guard case .notStarted = await target.lookUp(fire(shell("true"))) else { return #expect(Bool(false)) }
  }
}
