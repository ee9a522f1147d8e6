import Commands
import Glibc
import Testing

/// How a command and all that it started are ended.
@Suite(.timeLimit(.minutes(5)))
struct EndingTests {
  let fixture: RunsFixture
  let announcements: Announcements

  init() throws {
    fixture = try RunsFixture()
    announcements = try Announcements(in: fixture)
  }

  /// Starts a grandchild that left the session and the group, ignores SIGTERM, holds stdout and says its id.
  private static let escape = """
    (setsid sh -c 'trap "" TERM; echo $$ > "$1"; exec tail -f /dev/null' sh "$1" &)

    """

  @Test func theTimeoutEndsTheCommand() async throws {
    let exit = try await fixture.run(.shell("exec tail -f /dev/null", timeout: .milliseconds(50)))
    #expect(exit.cause == .signalled(SIGTERM))
    #expect(exit.timedOut && !exit.cancelled)
    #expect(exit.finishedAt - exit.startedAt >= 50_000)
  }

  @Test func aCommandCanEndWellWithinItsGrace() async throws {
    let script = "trap 'echo saved; exit 7' TERM; echo up > \"$1\"; tail -f /dev/null & wait"
    let exit = try await runThenCancel(.shell(script, announcements.path))
    #expect(exit.cause == .exited(code: 7))
    #expect(exit.cancelled)
    #expect(fixture.output == "saved\n")
  }

  @Test func aCommandThatIgnoresSIGTERMIsKilledAfterItsGrace() async throws {
    let script = "trap '' TERM; echo up > \"$1\"; exec tail -f /dev/null"
    let exit = try await runThenCancel(.shell(script, announcements.path, grace: .milliseconds(50)))
    #expect(exit.cause == .signalled(SIGKILL))
    #expect(exit.cancelled)
  }

  @Test func theTimeoutReachesAGrandchildThatLeftTheSession() async throws {
    let script = Self.escape + "exec tail -f /dev/null"
    let (run, id) = try await fixture.start(announcingIn: announcements, timeout: .seconds(2)) {
      .shell(script, announcements.path, timeout: $0, grace: .milliseconds(50))
    }
    let grandchild = try WatchedProcess(id)
    let exit = try await fixture.exit(of: run)
    #expect(!grandchild.isAlive)
    #expect(exit.timedOut)
    #expect(exit.leftBehind == 0)
  }

  @Test func whatACommandLeavesBehindIsEndedAndItsExitCodeIsKept() async throws {
    let script = Self.escape + "read go < \"$2\"; exit 4"
    let go = fixture.path + "/go"
    mkfifo(go, 0o600)
    try await fixture.runs.start("run", .shell(script, announcements.path, go, grace: .milliseconds(50)))
    let grandchild = try WatchedProcess(await announcements.next())
    try write("go\n", to: go)
    let exit = try await fixture.exit()
    #expect(!grandchild.isAlive)
    #expect(exit.cause == .exited(code: 4))
    #expect(!exit.timedOut && !exit.cancelled)
  }

  @Test func aStoppedProcessCanEndWellToo() async throws {
    let child = "trap 'echo well; exit' TERM; echo $$ > \"$1\"; tail -f /dev/null & wait"
    let script = "sh -c \"$2\" sh \"$1\" & wait"
    try await fixture.runs.start("run", .shell(script, announcements.path, child, grace: .seconds(5)))
    let stopped = try WatchedProcess(await announcements.next())
    stopped.send(SIGSTOP)
    try fixture.runs.cancel("run")
    #expect(try await fixture.exit().cancelled)
    #expect(fixture.output == "well\n")
  }

  @Test func aCancelledCommandIsEnded() async throws {
    try await fixture.runs.start("run", .shell("echo $$ > \"$1\"; exec tail -f /dev/null", announcements.path))
    let command = try WatchedProcess(await announcements.next())
    try fixture.runs.cancel("run")
    let exit = try await fixture.exit()
    #expect(!command.isAlive)
    #expect(exit.cause == .signalled(SIGTERM))
    #expect(exit.cancelled && !exit.timedOut)
  }

  /// As by an older daemon, or by hand: only init's own signal is none.
  @Test(arguments: [SIGTERM, SIGINT])
  func aSignalThatIsNotFromInitIsACancellation(signal: Int32) async throws {
    try await fixture.runs.start("run", .shell("exec tail -f /dev/null"))
    kill(try fixture.supervisor(), signal)
    let exit = try await fixture.exit()
    #expect(exit.cancelled && !exit.terminated)
  }

  @Test func aKilledCommandIsGivenNoTime() async throws {
    let script = Self.escape + "trap '' TERM; exec tail -f /dev/null"
    try await fixture.runs.start("run", .shell(script, announcements.path))
    let grandchild = try WatchedProcess(await announcements.next())
    try fixture.runs.kill("run")
    let exit = try await fixture.exit()
    #expect(!grandchild.isAlive)
    #expect(exit.cause == .signalled(SIGKILL))
    #expect(exit.cancelled && !exit.timedOut)
    #expect(exit.leftBehind == 0)
  }

  @Test func aKillCutsTheGraceShort() async throws {
    try await fixture.runs.start(
      "run", .shell("trap 'echo asked > \"$1\"' TERM; echo up > \"$1\"; while :; do tail -f /dev/null & wait; done", announcements.path))
    #expect(await announcements.next() == "up")
    try fixture.runs.cancel("run")
    #expect(await announcements.next() == "asked")
    try fixture.runs.kill("run")
    let exit = try await fixture.exit()
    #expect(exit.cause == .signalled(SIGKILL))
    #expect(exit.cancelled)
  }

  @Test func aKillAfterTheTimeoutDoesNotHideIt() async throws {
    let script = "trap 'echo asked > \"$1\"' TERM; while :; do tail -f /dev/null & wait; done"
    let (run, word) = try await fixture.start(announcingIn: announcements, timeout: .milliseconds(50)) {
      .shell(script, announcements.path, timeout: $0)
    }
    #expect(word == "asked")
    try fixture.runs.kill(run)
    let exit = try await fixture.exit(of: run)
    #expect(exit.timedOut && !exit.cancelled)
  }

  @Test func killingACommandThatEndedChangesNothing() async throws {
    let exit = try await fixture.run(.shell("exit 0"))
    try fixture.runs.kill("run")
    #expect(try fixture.runs.state(of: "run") == .exited(exit))
  }

  @Test func aCommandThatIsCancelledAtOnceIsEnded() async throws {
    try await fixture.runs.start("run", .shell("exec tail -f /dev/null"))
    try fixture.runs.cancel("run")
    #expect(try await fixture.exit().cancelled)
  }

  @Test func cancellingACommandThatEndedChangesNothing() async throws {
    let exit = try await fixture.run(.shell("exit 0"))
    try fixture.runs.cancel("run")
    #expect(try fixture.runs.state(of: "run") == .exited(exit))
  }

  @Test func cancellingACommandThatNeverStartedChangesNothing() throws {
    try fixture.runs.cancel("run")
    #expect(try fixture.runs.state(of: "run") == .notStarted)
  }

  @Test func aCommandThatForksAllTheTimeIsEnded() async throws {
    let script = """
      trap '' TERM
      echo up > "$1"
      for round in $(seq 300); do (setsid tail -f /dev/null &); done
      exec tail -f /dev/null
      """
    let exit = try await runThenCancel(.shell(script, announcements.path, grace: .milliseconds(50)))
    #expect(exit.cause == .signalled(SIGKILL))
    #expect(exit.leftBehind == 0)
  }

  /// Cancels the command once it said that it is ready.
  private func runThenCancel(_ specification: CommandSpecification) async throws -> CommandExit {
    try await fixture.runs.start("run", specification)
    _ = await announcements.next()
    try fixture.runs.cancel("run")
    return try await fixture.exit()
  }

  private func write(_ text: String, to path: String) throws {
    let file = open(path, O_RDWR | O_CLOEXEC)
    guard file >= 0, Glibc.write(file, text, text.utf8.count) > 0 else { throw SystemError(number: errno) }
    // Not closed before the reader came: a FIFO forgets what nobody reads.
    leftOpen.append(file)
  }

  private let leftOpen = LeftOpen()
}

/// Descriptors that are closed with the test.
private final class LeftOpen {
  private var descriptors: [Int32] = []

  deinit { for descriptor in descriptors { close(descriptor) } }

  func append(_ descriptor: Int32) { descriptors.append(descriptor) }
}
