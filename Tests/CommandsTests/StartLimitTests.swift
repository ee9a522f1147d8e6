import Dispatch
import Glibc
import Testing

@testable import Commands

/// What becomes of a start that takes longer than it may.
@Suite(.timeLimit(.minutes(5)))
struct StartLimitTests {
  let fixture: RunsFixture
  private let limit: Duration = .seconds(1)

  init() throws { fixture = try RunsFixture() }

  /// A daemon whose supervisors do as the script says first.
  private func runs(before script: String) throws -> CommandRuns {
    CommandRuns(supervisorPath: try fixture.program("supervisor", script), runsDirectory: fixture.path + "/runs")
  }

  private func expectThatItCanBeStarted() async throws {
    #expect(try fixture.runs.state(of: "run") == .notStarted)
    #expect(try await fixture.run(.shell("exit 4")).cause == .exited(code: 4))
  }

  @Test func whatIsStartedInTimeRuns() async throws {
    try await fixture.runs.start("run", .shell("exit 5"), within: .seconds(120))
    #expect(try await fixture.exit().cause == .exited(code: 5))
  }

  @Test func aSupervisorThatIsStoppedIsNotWaitedForForEver() async throws {
    let runs = try runs(before: "kill -STOP $$; exec '\(fixture.supervisorPath)' \"$@\"")
    await #expect(throws: CommandLaunchError.noAnswer(name: "run", limit: limit)) {
      try await runs.start("run", .shell("exit 0"), within: limit)
    }
    try await expectThatItCanBeStarted()
  }

  /// The process that answers is ended; what it had begun goes on.
  @Test func aSupervisorThatComesTooLateStartsNothing() async throws {
    let (gate, announcements) = (try Gate(in: fixture), try Announcements(in: fixture))
    let supervisor = "'\(fixture.supervisorPath)' \"$@\" 2> /dev/null; echo \"over $?\" > '\(announcements.path)'"
    let runs = try runs(before: "(read go < '\(gate.path)'; \(supervisor)) & wait")
    await #expect(throws: CommandLaunchError.noAnswer(name: "run", limit: limit)) {
      try await runs.start("run", .shell("exit 0"), within: limit)
    }
    #expect(try fixture.runs.state(of: "run") == .notStarted)
    gate.letThrough()
    #expect(await announcements.next() == "over 1")
    try await expectThatItCanBeStarted()
  }

  /// Without a descriptor for it the queue waits for it in place, and would do so for ever.
  @Test func whatHangsIsEndedAlsoWhenNoDescriptorIsLeft() async {
    let queue = DispatchQueue(label: "test")
    let shell: (String) -> ProcessLaunch = { script in
      ProcessLaunch(path: "/bin/sh", arguments: ["-c", script], environment: [], openDescriptor: { _ in -EMFILE })
    }
    guard case .silent = await shell("kill -STOP $$").outcome(on: queue, until: StartDeadline(in: limit)) else {
      return #expect(Bool(false), "it was not given up")
    }
    guard case .answered(let next) = await shell("exit 6").outcome(on: queue, until: StartDeadline(in: .seconds(60))) else {
      return #expect(Bool(false), "the queue is held up")
    }
    #expect(next.status == 6)
  }

  @Test func theOneBehindAStartThatHangsIsToldAndNeverBegun() async throws {
    let runs = fixture.nextDaemon
    runs.queue.suspend()
    await #expect(throws: CommandLaunchError.notBegun(name: "run", limit: limit)) {
      try await runs.start("run", .shell("exit 0"), within: limit)
    }
    runs.queue.resume()
    // Its turn is after that of the one that was given up.
    try await runs.start("next", .shell("exit 0"))
    _ = try await fixture.exit(of: "next")
    try await expectThatItCanBeStarted()
  }
}
