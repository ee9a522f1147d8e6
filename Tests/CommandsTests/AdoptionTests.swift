import Commands
import Foundation
import Glibc
import TestSupport
import Testing

/// What a daemon knows about runs that another one started.
@Suite(.timeLimit(.minutes(5)))
struct AdoptionTests {
  let fixture: RunsFixture
  let announcements: Announcements

  init() throws {
    fixture = try RunsFixture()
    announcements = try Announcements(in: fixture)
  }

  /// A process that starts the run `run` with the supervisor, as a daemon does, and then ends like a crash.
  private func startAndDie(_ script: String) async throws {
    try FileManager.default.createDirectory(atPath: fixture.path + "/runs", withIntermediateDirectories: true)
    let crash = "\"$0\" --directory \"$1\" -- sh -c \"$2\" sh \"$3\"; kill -9 $$"
    let arguments = ["-c", crash, fixture.supervisorPath, fixture.path + "/runs/run", script, announcements.path]
    let wasKilled = try await onAThreadOfItsOwn {
      let starter = try Process.run(URL(fileURLWithPath: "/bin/sh"), arguments: arguments)
      starter.waitUntilExit()
      return starter.terminationReason == .uncaughtSignal
    }
    #expect(wasKilled)
  }

  @Test func aCommandOutlivesItsStarterAndItsExitIsKnown() async throws {
    let go = fixture.path + "/go"
    mkfifo(go, 0o600)
    try await startAndDie("echo up > \"$1\"; read go < '\(go)'; exit 9")
    #expect(await announcements.next() == "up")
    guard case .running = try fixture.runs.state(of: "run") else {
      Issue.record("not running")
      return
    }
    let file = open(go, O_RDWR | O_CLOEXEC)
    defer { close(file) }
    _ = write(file, "go\n", 3)
    #expect(try await fixture.exit().cause == .exited(code: 9))
  }

  @Test func anAdoptedCommandCanBeCancelled() async throws {
    try await startAndDie("exec tail -f /dev/null")
    try fixture.runs.cancel("run")
    let exit = try await fixture.exit()
    #expect(exit.cancelled)
  }

  @Test func aRunWhoseSupervisorWasKilledIsLostAndItsCommandIsKilled() async throws {
    // Not to the pipe: tail itself notices that nobody reads it any more.
    let script = "echo $$ > \"$1\"; exec tail -f /dev/null > /dev/null"
    try await fixture.runs.start("run", .shell(script, announcements.path))
    let command = try WatchedProcess(await announcements.next())
    kill(try fixture.supervisor(), SIGKILL)
    #expect(try await fixture.runs.exit(of: "run") == .lost)
    await command.ended()
    #expect(try fixture.nextDaemon.state(of: "run") == .lost)
    await #expect(throws: CommandLaunchError.alreadyStarted(name: "run")) {
      try await fixture.runs.start("run", .shell("exit 0"))
    }
  }

  @Test(arguments: [SIGHUP, SIGQUIT, SIGUSR1, SIGPIPE])
  func onlySIGKILLEndsASupervisorBeforeItsCommand(signal: Int32) async throws {
    try await fixture.runs.start("run", .shell("exec tail -f /dev/null"))
    kill(try fixture.supervisor(), signal)
    try fixture.runs.cancel("run")
    #expect(try await fixture.exit().cancelled)
  }

  /// Ctrl-C in the daemon's terminal is for the daemon alone.
  @Test func theSupervisorLeavesTheSessionAndTheGroupOfItsStarter() async throws {
    try await fixture.runs.start("run", .shell("exec tail -f /dev/null"))
    let supervisor = try fixture.supervisor()
    #expect(getsid(supervisor) == supervisor)
    #expect(getpgid(supervisor) == supervisor)
    try fixture.runs.cancel("run")
    _ = try await fixture.exit()
  }

  @Test func severalDaemonsCanWaitForOneRun() async throws {
    try await fixture.runs.start("run", .shell("exec tail -f /dev/null"))
    let fixture = fixture
    let states = try await withThrowingTaskGroup(of: CommandState.self) { group in
      for _ in 0..<5 { group.addTask { try await fixture.nextDaemon.exit(of: "run") } }
      try fixture.runs.cancel("run")
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let state = try fixture.runs.state(of: "run")
    #expect(states == Array(repeating: state, count: 5))
  }

  @Test func aCancelledWaitLeavesTheCommandRunning() async throws {
    try await fixture.runs.start("run", .shell("exec tail -f /dev/null"))
    let runs = fixture.runs
    let wait = Task { try await runs.exit(of: "run") }
    wait.cancel()
    await #expect(throws: CancellationError.self) { try await wait.value }
    _ = try fixture.supervisor()
    try fixture.runs.cancel("run")
    _ = try await fixture.exit()
  }

  @Test func aRunThatNeverStartedHasNoExitToWaitFor() async throws {
    #expect(try await fixture.runs.exit(of: "run") == .notStarted)
  }

  @Test func aRunningCommandIsNotRemoved() async throws {
    try await fixture.runs.start("run", .shell("exec tail -f /dev/null"))
    let supervisor = try fixture.supervisor()
    #expect(throws: CommandRunError.stillRunning(name: "run", supervisor: supervisor)) {
      try fixture.runs.remove("run")
    }
    try fixture.runs.cancel("run")
    _ = try await fixture.exit()
  }

  @Test func aDamagedRecordIsAnErrorAndNoGuess() async throws {
    _ = try await fixture.run(.shell("exit 0"))
    let path = fixture.path + "/runs/run/exit"
    try "exit_code=0\ntimed_out=maybe\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(
      throws: CommandRunError.damaged(path: path, reason: "timed_out=maybe is not a whole number")
    ) {
      try fixture.runs.state(of: "run")
    }
  }

  @Test func aWaitingSupervisorUsesLessThanOneMebibyte() async throws {
    let script = "seq 1 100000; echo up > \"$1\"; exec tail -f /dev/null"
    try await fixture.runs.start("run", .shell(script, announcements.path))
    _ = await announcements.next()
    let status = try String(contentsOfFile: "/proc/\(fixture.supervisor())/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    let kibibytes = try #require(line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) })
    #expect(kibibytes < 1024, "\(line)")
    try fixture.runs.cancel("run")
    _ = try await fixture.exit()
  }
}
