import Commands
import Foundation
import Glibc
import Testing

/// Many commands at once. How long they took is the time that is shown with each test.
@Suite(.timeLimit(.minutes(5)))
struct ManyCommandsTests {
  let fixture: RunsFixture

  init() throws { fixture = try RunsFixture() }

  @Test func oneThousandShortCommandsRunUnderACap() async throws {
    let count = 1000
    let cap = 32
    let codes = try await withThrowingTaskGroup(of: (Int, CommandExit).self) { group in
      var codes: [Int: CommandExit.Cause] = [:]
      for index in 0..<count {
        if index >= cap, let (done, exit) = try await group.next() { codes[done] = exit.cause }
        group.addTask { try await (index, run(index)) }
      }
      for try await (done, exit) in group { codes[done] = exit.cause }
      return codes
    }
    #expect(codes.count == count)
    for (index, cause) in codes { #expect(cause == .exited(code: Int32(index % 256))) }
  }

  private func run(_ index: Int) async throws -> CommandExit {
    try await fixture.runs.start("run-\(index)", .shell("exit $1", String(index % 256)))
    return try await fixture.exit(of: "run-\(index)")
  }

  /// Every second one ends while there is no daemon, the others under the next one.
  @Test func ofFiftyCommandsWhoseDaemonIsKilledEveryExitCodeIsKnown() async throws {
    let announcements = try Announcements(in: fixture)
    let early = try Gate(in: fixture)
    let late = fixture.path + "/late"
    mkfifo(late, 0o600)
    let daemon = try startDaemon(announcements.path, early.path, late)
    #expect(await announcements.next() == "all running")
    let nextDaemon = fixture.nextDaemon
    for index in 1...50 { #expect(try isRunning("run-\(index)", in: nextDaemon)) }
    kill(daemon.processIdentifier, SIGKILL)
    daemon.waitUntilExit()
    early.letThrough(25)
    for index in stride(from: 1, through: 49, by: 2) { try await expectItsCode(index, in: nextDaemon) }
    let opened = open(late, O_RDWR | O_CLOEXEC)
    defer { close(opened) }
    for _ in 1...25 { _ = write(opened, "go\n", 3) }
    for index in stride(from: 2, through: 50, by: 2) { try await expectItsCode(index, in: nextDaemon) }
  }

  /// A process that starts 50 supervisors, as a daemon does, and then waits to be killed.
  private func startDaemon(_ announcements: String, _ early: String, _ late: String) throws -> Process {
    try FileManager.default.createDirectory(atPath: fixture.path + "/runs", withIntermediateDirectories: true)
    let script = """
      for index in $(seq 50); do
        gate="$4"; [ $((index % 2)) = 1 ] && gate="$3"
        "$0" --directory "$1/run-$index" -- sh -c 'read go < "$1"; exit $2' sh "$gate" $index || exit 1
      done
      echo all running > "$2"
      exec tail -f /dev/null
      """
    let arguments = [fixture.supervisorPath, fixture.path + "/runs", announcements, early, late]
    return try Process.run(URL(fileURLWithPath: "/bin/sh"), arguments: ["-c", script] + arguments)
  }

  private func isRunning(_ name: String, in runs: CommandRuns) throws -> Bool {
    if case .running = try runs.state(of: name) { true } else { false }
  }

  private func expectItsCode(_ index: Int, in runs: CommandRuns) async throws {
    guard case .exited(let exit) = try await runs.exit(of: "run-\(index)") else {
      Issue.record("the exit code of run-\(index) is not known")
      return
    }
    #expect(exit.cause == .exited(code: Int32(index)))
  }
}
