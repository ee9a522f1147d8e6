import CivilTime
import Commands
import Glibc
import Scheduling
import Seams
import TestSupport
import Testing
import Triggers

/// What is made of the files that a supervisor leaves, and of looks at them that fail.
@Suite(.timeLimit(.minutes(5))) struct CommandEndTests {
  private let scratch: ScratchDirectory
  private let ticker: Ticker
  private let target: CommandTarget
  private let fire = ServerKind.snapshot.fire(.command(CommandTrigger(argv: ["true"])))

  init() throws {
    let (scratch, ticker) = (try ScratchDirectory(), Ticker())
    let runs = CommandRuns(supervisorPath: "/no/supervisor", runsDirectory: scratch.path("runs"))
    target = CommandTarget(runs: runs, clock: VirtualClock(ServerKind.now), pause: { _ in try await ticker.pause() })
    (self.scratch, self.ticker) = (scratch, ticker)
  }

  private func path(_ name: String) -> String { "runs/\(CommandTarget.runName(of: fire))/\(name)" }

  private func leaveExit(_ cause: String, cancelled: Int = 0, terminated: Int = 0, lostBytes: Int = 0, leftBehind: Int = 0) throws {
    let rest = "started_at_us=1\nfinished_at_us=2\noutput_lost_bytes=\(lostBytes)\nleft_behind=\(leftBehind)"
    try scratch.write("\(cause)\ntimed_out=0\ncancelled=\(cancelled)\nterminated=\(terminated)\n\(rest)\n", to: path("exit"))
  }

  /// The mark of a supervisor that no /proc shows: this process did not start when it says.
  private func leaveMark() throws {
    try scratch.write("pid=\(getpid())\nstart_time_ticks=0\n", to: path("started"))
  }

  /// A folder where the exit record would be: it can be opened and not read.
  private func spoilExit() throws {
    try leaveMark()
    try #require(mkdir(scratch.path(path("exit")), 0o700) == 0)
  }

  private func mendExit() { rmdir(scratch.path(path("exit"))) }

  private func end() async -> RunObservation? { await target.observations(of: fire).first { $0.outcome != nil } }

  // MARK: What is missing, and what is left

  @Test func outputThatCouldNotBeKeptIsToldAtTheEndOfTheLog() async throws {
    try leaveExit("exit_code=0", lostBytes: 12)
    try scratch.write("ab", to: path("output.000000000000000.log"))
    #expect(await target.log(of: fire, from: 0, patience: .zero) == .piece(RunLogPiece(text: "ab", next: 2, isLast: false)))
    let end = RunLogPiece(text: "", next: 2, isLast: true, lostBytes: 12)
    #expect(await target.log(of: fire, from: 2, patience: .zero) == .piece(end))
  }

  @Test(
    arguments: [
      ("one\ntwo\nthree\n", 100, 0), ("one\ntwo\nthree\n", 14, 0), ("one\ntwo\nthree\n", 8, 8), (" 10%\r 20%\r", 7, 5),
      ("one\r\ntwo\r\n", 9, 5), ("ääää", 5, 4),
    ])
  func theEndOfALogBeginsWithALine(output: String, bytes: Int, start: Int) async throws {
    try leaveExit("exit_code=0")
    try scratch.write(output, to: path("output.000000000000000.log"))
    #expect(await target.logStart(of: fire, keeping: bytes) == start)
  }

  @Test(arguments: [("exit_code=0", "left_behind", "the command ended well, but "), ("exit_code=3", "exit_code", "it exited with 3; ")])
  func processesThatCouldNotBeEndedAreToldWithTheEnd(cause: String, code: String, beginning: String) async throws {
    try leaveExit(cause, leftBehind: 2)
    let end = await end()
    #expect(end?.outcome == (code == "left_behind" ? .succeeded : .failed))
    let left = "2 of its processes could not be ended (another user's, or stuck in the kernel)"
    #expect(end?.reason == Reason(code, beginning + left))
  }

  // MARK: Never run

  @Test func whatAnEarlierReleaseWroteOfWhatWasToRunIsNotTold() async throws {
    try leaveExit("exec_error=2\nexec_message=cannot execute s3cret: No such file or directory")
    let end = await end()
    #expect(end?.outcome == .failed && end?.reason == Reason("not_executed", "cannot execute true: No such file or directory"))
  }

  @Test func aStartThatCameTooLateIsNoFaultOfTheCommand() async throws {
    try leaveExit("exec_error=62\nexec_stage=start")
    let end = await end()
    let sentence = "it was not started: by then nobody waited for its supervisor any more"
    #expect(end?.outcome == .failed && end?.reason == Reason("start_hangs", sentence))
  }

  // MARK: Ended from outside

  @Test(arguments: ["exit_code=0", "exit_code=143", "signal=15"])
  func aCommandThatTheMachineEndedHasFailedWhateverItsExitCode(cause: String) async throws {
    try leaveExit(cause, terminated: 1)
    let end = await end()
    let sentence = "something outside Carillon ended it: the machine was shut down, or systemd ended all processes"
    #expect(end?.outcome == .failed && end?.reason == Reason("terminated", sentence))
    #expect(end?.exitCode == nil)
  }

  @Test func aCancellationIsOneAlsoWhenTheMachineEndsMeanwhile() async throws {
    try leaveExit("signal=15", cancelled: 1, terminated: 1)
    #expect(await end()?.outcome == .cancelled)
  }

  // MARK: Out of sight

  @Test func aCommandWhoseSupervisorIsHiddenIsWaitedForByItsLock() async throws {
    try leaveMark()
    let lock = try HeldLock(scratch.path(path("started")))
    var seen = target.observations(of: fire).makeAsyncIterator()
    #expect(await seen.next() == RunObservation(status: "running"))
    await ticker.tick(2)
    await ticker.untilPaused()
    try leaveExit("exit_code=3")
    lock.release()
    await ticker.tick()
    let end = await seen.next()
    #expect(end?.outcome == .failed && end?.exitCode == 3)
  }

  @Test func aHiddenSupervisorThatLeavesNoRecordIsLostOnceItsLockIsFree() async throws {
    try leaveMark()
    let lock = try HeldLock(scratch.path(path("started")))
    var seen = target.observations(of: fire).makeAsyncIterator()
    #expect(await seen.next() == RunObservation(status: "running"))
    await ticker.untilPaused()
    lock.release()
    await ticker.tick()
    let end = await seen.next()
    #expect(end?.outcome == .lost && end?.reason?.code == "supervisor_gone")
  }

  // MARK: Looks that fail

  @Test func aRecordThatCannotBeReadNowIsNoEnd() async throws {
    try spoilExit()
    var seen = target.observations(of: fire).makeAsyncIterator()
    let outage = await seen.next()
    #expect(outage?.isUnreachable == true && outage?.outcome == nil && outage?.reason?.code == "run_unreachable")
    await ticker.tick(2)
    await ticker.untilPaused()
    mendExit()
    try leaveExit("exit_code=0")
    await ticker.tick()
    #expect(await seen.next()?.outcome == .succeeded, "an outage is told once")
  }

  @Test func aCommandThatComesIntoSightAgainIsSaidToRun() async throws {
    try spoilExit()
    let lock = try HeldLock(scratch.path(path("started")))
    var seen = target.observations(of: fire).makeAsyncIterator()
    #expect(await seen.next()?.isUnreachable == true)
    await ticker.untilPaused()
    mendExit()
    await ticker.tick()
    #expect(await seen.next() == RunObservation(status: "running"))
    lock.release()
  }

  @Test func anExitRecordThatCannotBeUnderstoodIsFinal() async throws {
    try leaveExit("exit_code=none")
    let end = await end()
    #expect(end?.outcome == .lost && end?.reason?.code == "run_unreadable")
    guard case .settled(.lost, let reason) = await target.lookUp(fire) else { return #expect(Bool(false), "it is not settled") }
    #expect(reason.code == "run_unreadable")
  }

  @Test func aDamagedMarkHidesNoSupervisorThatIsGone() async throws {
    try scratch.write("pid=nobody\n", to: path("started"))
    let end = await end()
    #expect(end?.outcome == .lost && end?.reason?.code == "supervisor_gone")
  }
}

/// The lock that a living supervisor holds.
private final class HeldLock: Sendable {
  private let descriptor: Int32

  init(_ path: String) throws {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
  }

  deinit { close(descriptor) }

  /// Also for a copy of the descriptor that a process just being started has.
  func release() { flock(descriptor, LOCK_UN) }
}
