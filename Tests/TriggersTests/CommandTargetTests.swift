import CivilTime
import Commands
import Foundation
import Glibc
import HostTime
import Scheduling
import Seams
import TestSupport
import Testing
import Triggers

@Suite(.timeLimit(.minutes(5))) struct CommandTargetTests {
  private let due = (try? Instant(iso8601: "2026-11-21T02:00:00Z")) ?? .epoch
  private let runs: CommandRuns
  private let directory: String

  init() throws {
    let supervisor = try #require(CommandRuns.locateSupervisor(), "carillon-supervisor is built beside the tests")
    directory = FileManager.default.temporaryDirectory.appending(path: "carillon-\(UUID().uuidString)").path
    runs = CommandRuns(supervisorPath: supervisor, runsDirectory: directory)
  }

  private var target: CommandTarget { CommandTarget(runs: runs, clock: HostClock()) }

  private func fire(_ command: CommandTrigger, attempt: Int = 1, missed: MissedSpan? = nil) -> Fire {
    var details = FireDetails()
    details.missed = missed
    let id = Fire.id(schedule: Identifier(high: 0, low: 1), due: due)
    return Fire(
      id: id, kind: .scheduled, scheduleID: Identifier(high: 0, low: 1), scheduleName: "nightly", due: due,
      runName: Fire.runName(schedule: "nightly", due: due, id: id), attempt: attempt, claimedAt: due, trigger: .command(command),
      details: details)
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
    #expect(end?.exitCode == 0)
  }

  @Test func anotherExitCodeIsAFailureThatNamesIt() async {
    let end = await end(of: fire(shell("exit 3")))
    #expect(end?.outcome == .failed)
    #expect(end?.reason == Reason("exit_code", "it exited with 3"))
    #expect(end?.exitCode == 3)
  }

  @Test func aProgramThatIsNotThereIsAFailure() async {
    let end = await end(of: fire(CommandTrigger(argv: ["/no/such/program"])))
    #expect(end?.outcome == .failed)
    #expect(end?.exitCode == nil)
  }

  /// Longer than any sentence: what is cut could not be told from other text.
  @Test(arguments: [false, true]) func aSecretInWhatWasToRunIsWrittenDownNowhere(inDirectory: Bool) async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "carillon-\(UUID().uuidString)").path
    try Data(String(repeating: "/s3cret", count: 100).utf8).write(to: URL(fileURLWithPath: file))
    defer { unlink(file) }
    let reference = "{{file:\(file)}}"
    let fire = fire(CommandTrigger(argv: [inDirectory ? "true" : reference], cwd: inDirectory ? reference : nil))
    let what = inDirectory ? "enter the working directory" : "execute"
    #expect(await end(of: fire)?.reason == Reason("not_executed", "cannot \(what) \(reference): No such file or directory"))
    for record in ["exit", "started"] {
      let text = try String(contentsOfFile: "\(directory)/\(fire.id)/\(record)", encoding: .utf8)
      #expect(!text.contains("s3cret"), "\(record)")
    }
  }

  @Test func aCommandOverItsTimeIsEnded() async {
    let end = await end(of: fire(shell("exec tail -f /dev/null", timeoutSeconds: 1)))
    #expect(end?.outcome == .timedOut)
    #expect(end?.exitCode == nil)
  }

  @Test(arguments: [false, true])
  func aCommandThatTheKernelWouldCutOrDeclineIsFinal(isTooLong: Bool) async {
    let text = isTooLong ? String(repeating: "x", count: 3 << 20) : "a\0b"
    guard case .refused(.failed, let reason, _) = await target.start(fire(CommandTrigger(argv: ["a", text]))) else {
      return #expect(Bool(false), "it was not refused")
    }
    #expect(reason.code == "bad_command")
  }

  @Test func aSupervisorThatIsNotThereIsTriedAgain() async {
    let target = CommandTarget(runs: CommandRuns(supervisorPath: "/no/supervisor", runsDirectory: "/tmp"), clock: HostClock())
    guard case .retryable(let reason, nil, nil, _) = await target.start(fire(shell("true"))) else {
      return #expect(Bool(false), "it was not retryable")
    }
    #expect(reason.code == "not_launched")
  }

  /// The schedule is not held up, and what was sent is asked about.
  @Test func aSupervisorThatHangsLeavesItUnclearAndTheMarkDecides() async throws {
    let scratch = try ScratchDirectory()
    // By another process: a descriptor of ours could get into a child of another test.
    let write = "printf '#!/bin/sh\\nexec tail -f /dev/null\\n' > \"$0\"; chmod 700 \"$0\""
    let hanging = scratch.path("supervisor")
    try Process.run(URL(fileURLWithPath: "/bin/sh"), arguments: ["-c", write, hanging]).waitUntilExit()
    let runs = CommandRuns(supervisorPath: hanging, runsDirectory: directory)
    let target = CommandTarget(runs: runs, clock: HostClock(), startLimit: .seconds(1))
    let fire = fire(shell("true"))
    guard case .unclear(let reason) = await target.start(fire) else { return #expect(Bool(false), "it is not unclear") }
    #expect(reason.code == "start_hangs")
    #expect(await target.lookUp(fire) == .notStarted)
  }

  @Test(arguments: [false, true])
  func aStoppedCommandIsCancelled(force: Bool) async {
    let fire = fire(shell(force ? "trap '' TERM; while :; do tail -f /dev/null; done" : "exec tail -f /dev/null"))
    _ = await target.start(fire)
    #expect(await target.stop(fire, force: force) == .asked)
    let end = await target.observations(of: fire).first { $0.outcome != nil }
    #expect(end?.outcome == .cancelled)
    #expect(end?.status == (force ? "signal 9" : "signal 15"))
    #expect(end?.exitCode == nil)
  }

  @Test func aCommandThatWasNeverStartedCannotBeStopped() async {
    guard case .impossible(let reason) = await target.stop(fire(shell("true")), force: true) else { return #expect(Bool(false)) }
    #expect(reason == Reason("not_started", "no command was started for it"))
  }

  @Test func aSecondAttemptRunsUnderANameOfItsOwn() async {
    #expect(await end(of: fire(shell("exit 3")))?.exitCode == 3)
    let second = fire(shell("echo $CARILLON_ATTEMPT; exit 4"), attempt: 2)
    #expect(await end(of: second)?.exitCode == 4)
    #expect(CommandTarget.runName(of: second) == "\(second.id)-2")
    #expect(runs.outputTail(of: "\(second.id)-2", maximumBytes: 100) == "2\n")
  }

  @Test func aCharacterIsWaitedForUntilItIsWhole() async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "carillon-\(UUID().uuidString)").path
    try #require(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    let gate = open(path, O_RDWR | O_CLOEXEC)
    try #require(gate >= 0)
    defer { close(gate) }
    let fire = fire(shell("printf 'a\\303'; read go < '\(path)'; printf '\\244b'"))
    _ = await target.start(fire)
    #expect(await target.log(of: fire, from: 0, patience: .seconds(60)) == .piece(RunLogPiece(text: "a", next: 1, isLast: false)))
    #expect(await target.log(of: fire, from: 1, patience: .zero) == .piece(RunLogPiece(text: "", next: 1, isLast: false)))
    try #require(write(gate, "go\n", 3) == 3)
    #expect(await target.log(of: fire, from: 1, patience: .seconds(60)) == .piece(RunLogPiece(text: "äb", next: 4, isLast: false)))
  }

  @Test func nothingIsThereOfACommandWhoseOutputIsNoLongerKept() async throws {
    let fire = fire(shell("echo done"))
    #expect(await target.log(of: fire, from: 0, patience: .zero) == .nothing)
    #expect(await end(of: fire)?.outcome == .succeeded)
    #expect(await target.log(of: fire, from: 0, patience: .zero) == .piece(RunLogPiece(text: "done\n", next: 5, isLast: false)))
    try runs.remove(CommandTarget.runName(of: fire))
    #expect(await target.log(of: fire, from: 0, patience: .seconds(20)) == .nothing)
  }

  @Test func aCommandKnowsForWhichMissedInstantsItStands() async {
    let missed = MissedSpan(count: 7, first: due.advanced(by: .seconds(-7 * 86400)), last: due.advanced(by: .seconds(-86400)))
    let fire = fire(shell("env | grep MISSED | sort"), missed: missed)
    _ = await end(of: fire)
    #expect(
      runs.outputTail(of: fire.id.description, maximumBytes: 1000) == """
        CARILLON_MISSED_COUNT=7
        CARILLON_MISSED_FIRST=2026-11-14T02:00:00Z
        CARILLON_MISSED_LAST=2026-11-20T02:00:00Z

        """)
  }

  @Test func aCommandKnowsWhichFireItIs() async {
    let fire = fire(shell("env"))
    _ = await end(of: fire)
    let output = runs.outputTail(of: fire.id.description, maximumBytes: 10_000)
    for line in [
      "CARILLON_FIRE_ID=\(fire.id)", "CARILLON_DUE=2026-11-21T02:00:00Z", "CARILLON_SCHEDULE=nightly",
      "CARILLON_RUN_NAME=\(fire.runName)", "CARILLON_ATTEMPT=1", "TRACEPARENT=\(fire.traceparent)",
    ] { #expect(output.contains(line)) }
  }

  @Test func aFireThatStandsForItselfAloneNamesNoMissedInstants() async {
    let fire = fire(shell("env"))
    _ = await end(of: fire)
    #expect(!runs.outputTail(of: fire.id.description, maximumBytes: 10_000).contains("CARILLON_MISSED"))
  }

  @Test func aCommandInheritsNoSecretOfTheDaemon() async {
    TestEnvironment.complete()
    let fire = fire(shell("env", env: ["OWN": "{{schedule}}"]))
    _ = await end(of: fire)
    let output = runs.outputTail(of: fire.id.description, maximumBytes: 10_000)
    #expect(!output.contains(TargetUnderTest.secret.value))
    #expect(output.contains("OWN=nightly"))
  }

  @Test func aFireIsNeverStartedTwice() async {
    let fire = fire(shell("exit 0"))
    _ = await end(of: fire)
    guard case .unclear = await target.start(fire) else { return #expect(Bool(false), "it was started again") }
    guard case .finished(let seen, let sentAt) = await target.lookUp(fire) else { return #expect(Bool(false)) }
    #expect(seen.outcome == .succeeded)
    #expect(sentAt.map { $0 <= HostClock().now() } == true)
  }

  @Test func aCommandThatRunsIsKnownWithItsStart() async {
    let fire = fire(shell("exec tail -f /dev/null"))
    guard case .started(_, let begun) = await target.start(fire), case .running(nil, let sentAt) = await target.lookUp(fire) else {
      return #expect(Bool(false), "it does not run")
    }
    #expect(sentAt.map { begun <= $0 && $0 <= HostClock().now() } == true)
    #expect(await target.stop(fire, force: true) == .asked)
    _ = await target.observations(of: fire).first { $0.outcome != nil }
  }

  @Test func whatWasNeverStartedIsKnownToBe() async {
    guard case .notStarted = await target.lookUp(fire(shell("true"))) else { return #expect(Bool(false)) }
  }
}
