import Scheduling
import Testing

@testable import Triggers

/// What a command and its run come to together.
@Suite struct CommandProgressTests {
  private static let runID = "r1"
  private static let away = RunObservation.unreachable(runID: runID, Reason("run_unreachable", "the server is away"))

  private static func end(_ outcome: Outcome, code: Int) -> RunObservation {
    RunObservation(status: "exit \(code)", outcome: outcome, reason: nil, exitCode: code)
  }

  private static func run(_ status: String, _ outcome: Outcome? = nil) -> CommandProgress.Event {
    .run(RunObservation(runID: runID, status: status, outcome: outcome))
  }

  private func observation(known runID: String? = nil, after events: CommandProgress.Event...) -> RunObservation {
    var progress = CommandProgress(runID: runID)
    for event in events { progress.note(event) }
    return progress.observation
  }

  @Test func thatItRunsIsToldWhenSomebodyHasLookedAndOnce() {
    var progress = CommandProgress(runID: nil)
    let news = [progress.note(.seen), progress.note(.seen)]
    #expect(news == [true, false])
  }

  @Test func aRunThatIsKnownAndNotSeenIsNoSuccess() {
    let seen = observation(known: Self.runID, after: .ended(Self.end(.succeeded, code: 0)))
    #expect(seen.isUnreachable && seen.outcome == nil && seen.runID == Self.runID)
    let failed = observation(known: Self.runID, after: .ended(Self.end(.failed, code: 3)))
    #expect(failed.outcome == .failed && failed.runID == Self.runID)
  }

  @Test func aRunThatWentOutOfSightBeforeTheEndIsStillOutOfSight() {
    let seen = observation(after: Self.run("running"), .run(Self.away), .ended(Self.end(.succeeded, code: 0)))
    #expect(seen == Self.away)
  }

  @Test func aRunThatIsInSightAgainGoesOn() {
    let seen = observation(after: Self.run("running"), .run(Self.away), Self.run("running"), .ended(Self.end(.succeeded, code: 0)))
    #expect(seen == RunObservation(runID: Self.runID, status: "exit 0; its run: running"))
  }

  @Test func anOutageIsNoNewsWhileTheCommandRuns() {
    var progress = CommandProgress(runID: nil)
    progress.note(Self.run("running"))
    let isNews = progress.note(.run(Self.away))
    #expect(!isNews)
    #expect(progress.observation.status == "running; its run: running")
  }

  @Test(arguments: [Outcome.failed, .cancelled, .timedOut, .lost])
  func aRunThatEndsBadlyHasTheLastWord(outcome: Outcome) {
    let seen = observation(after: Self.run("gone", outcome), .ended(Self.end(.succeeded, code: 0)))
    #expect(seen.outcome == outcome && seen.exitCode == nil)
  }

  @Test(arguments: [CommandProgress.Event.runUnknown("no answer"), CommandProgressTests.run("gone", .failed)])
  func whatIsLeftOfTheCommandIsToldWhateverBecameOfItsRun(event: CommandProgress.Event) {
    var end = Self.end(.succeeded, code: 0)
    end.reason = Reason("left_behind", "2 processes are left")
    #expect(observation(after: event, .ended(end)).reason?.sentence.hasSuffix("; 2 processes are left") == true)
  }

  @Test func aRunThatIsFoundAfterAllOutweighsTheSilence() {
    let seen = observation(after: Self.run("completed", .succeeded), .runUnknown("no answer"), .ended(Self.end(.succeeded, code: 0)))
    #expect(seen.outcome == .succeeded && seen.reason == nil && seen.runID == Self.runID)
  }
}
