import Commands
import Foundation
import Glibc
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ExitTests {
  let fixture: RunsFixture

  init() throws { fixture = try RunsFixture() }

  @Test(arguments: [0, 1, 3, 127, 255] as [Int32])
  func theExitCodeIsKept(code: Int32) async throws {
    let exit = try await fixture.run(.shell("exit $1", String(code)))
    #expect(exit.cause == .exited(code: code))
    #expect(exit.isSuccess == (code == 0))
  }

  @Test(arguments: [SIGKILL, SIGTERM, SIGSEGV])
  func theSignalThatEndedTheCommandIsKept(signal: Int32) async throws {
    let exit = try await fixture.run(.shell("ulimit -c 0; kill -$1 $$", String(signal)))
    #expect(exit.cause == .signalled(signal))
    #expect(!exit.timedOut && !exit.cancelled && !exit.isSuccess)
  }

  @Test func aProgramThatIsNotThereIsToldByTheExit() async throws {
    let exit = try await fixture.run(CommandSpecification(argv: ["no-such-program"]))
    #expect(exit.cause == .notExecuted(errno: ENOENT, stage: .program))
  }

  @Test func aFileThatIsNotExecutableIsToldByTheExit() async throws {
    let exit = try await fixture.run(CommandSpecification(argv: ["/etc/passwd"]))
    #expect(exit.cause == .notExecuted(errno: EACCES, stage: .program))
  }

  @Test func aWorkingDirectoryThatIsNotThereIsToldByTheExit() async throws {
    let exit = try await fixture.run(CommandSpecification(argv: ["true"], workingDirectory: "/no/such/place"))
    #expect(exit.cause == .notExecuted(errno: ENOENT, stage: .directory))
  }

  /// It may hold a secret, and can hold anything else that would forge the record.
  @Test func whatWasToRunIsNotInTheRecord() async throws {
    let exit = try await fixture.run(CommandSpecification(argv: ["no\nexit_code=0\nsignal=1"], workingDirectory: "/"))
    #expect(exit.cause == .notExecuted(errno: ENOENT, stage: .program))
    let record = try String(contentsOfFile: fixture.path + "/runs/run/exit", encoding: .utf8)
    #expect(record.hasPrefix("exec_error=2\nexec_stage=program\ntimed_out=0\n"))
  }

  @Test func theTimesAreThoseOfTheRun() async throws {
    let before = now()
    let exit = try await fixture.run(.shell("exit 0"))
    #expect(before <= exit.startedAt)
    #expect(exit.startedAt <= exit.finishedAt)
    #expect(exit.finishedAt <= now())
  }

  /// Microseconds since the Unix epoch.
  private func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }
}
