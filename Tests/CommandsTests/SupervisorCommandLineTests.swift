import Dispatch
import Testing

@testable import Commands

@Suite(.timeLimit(.minutes(5)))
struct SupervisorCommandLineTests {
  let fixture: RunsFixture

  init() throws { fixture = try RunsFixture() }

  @Test(arguments: [
    (["--directory", "d", "--timeout-ms", "0", "--", "true"], "--timeout-ms 0: not a whole number in 1..."),
    (["--directory", "d", "--timeout-ms", "1s", "--", "true"], "--timeout-ms 1s: not a whole number in 1..."),
    (["--directory", "d", "--start-by-ms", "0", "--", "true"], "--start-by-ms 0: not a whole number in 1..."),
    (["--directory", "d", "--grace-ms", "-1", "--", "true"], "--grace-ms -1: not a whole number in 0..."),
    (["--directory", "d", "--output-limit", "1", "--", "true"], "--output-limit 1: not a whole number in 4096..."),
    (["--directory", "d", "--output-files", "1", "--", "true"], "--output-files 1: not a whole number in 2...64"),
    (["--directory", "d", "--cgroup", "c", "--", "true"], "--cgroup c: not an absolute path of at most 1024 bytes"),
    (["--directory", "d", "--shell", "sh", "--", "true"], "unknown option --shell; usage: carillon-supervisor"),
    (["--directory", "d", "--cwd"], "--cwd: no value; usage: carillon-supervisor"),
    (["--directory", "d", "--"], "no command after --; usage: carillon-supervisor"),
    (["--directory", "d"], "no command after --; usage: carillon-supervisor"),
    (["--", "true"], "no --directory; usage: carillon-supervisor"),
  ])
  func aWrongCommandLineGetsOneSentence(arguments: [String], sentence: String) async {
    let launch = ProcessLaunch(path: fixture.supervisorPath, arguments: arguments, environment: [])
    guard case .answered(let answer) = await launch.outcome(on: DispatchQueue(label: "test"), until: nil) else {
      return #expect(Bool(false), "it did not answer")
    }
    #expect(answer.status == 1)
    #expect(answer.sentence.hasPrefix(sentence), "\(answer.sentence)")
  }
}
