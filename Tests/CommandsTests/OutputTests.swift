import Commands
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct OutputTests {
  let fixture: RunsFixture

  init() throws { fixture = try RunsFixture() }

  @Test func bothStreamsAreKeptInTheirOrder() async throws {
    _ = try await fixture.run(.shell("echo one; echo two >&2; echo three"))
    #expect(fixture.output == "one\ntwo\nthree\n")
  }

  @Test func aCommandWithoutOutputHasNone() async throws {
    _ = try await fixture.run(.shell("exit 0"))
    #expect(fixture.output == "")
    #expect(fixture.runs.outputTail(of: "never", maximumBytes: 100) == "")
  }

  @Test func theNewestOutputIsKeptWithinTheLimit() async throws {
    let limit = 64 * 1024
    let exit = try await fixture.run(.shell("seq 1 100000", outputLimitBytes: limit))
    let whole = (1...100_000).map { "\($0)\n" }.joined()
    let kept = try fixture.runs.outputRange(of: "run").count
    #expect((limit / 4 * 3...limit).contains(kept))
    #expect(fixture.output == whole.suffix(kept))
    #expect(exit.outputLostBytes == 0)
  }

  @Test(arguments: [(0, ""), (3, "cd\n"), (6, "äcd\n"), (5, "äcd\n"), (4, "cd\n"), (100, "abäcd\n")])
  func theTailBeginsWithAWholeCharacter(bytes: Int, tail: String) async throws {
    _ = try await fixture.run(CommandSpecification(argv: ["echo", "abäcd"]))
    #expect(fixture.runs.outputTail(of: "run", maximumBytes: bytes) == (bytes == 6 ? "b" + tail : tail))
  }

  @Test func bytesThatAreNoTextAreReplaced() async throws {
    _ = try await fixture.run(CommandSpecification(argv: ["printf", "a\\377b"]))
    #expect(fixture.output == "a\u{FFFD}b")
  }

  /// A file size limit stands for the full disk: writes fail, after a part of them succeeded.
  @Test func aDiskThatTakesNoMoreDoesNotHoldTheCommandUp() async throws {
    let directory = fixture.path + "/runs/run"
    try FileManager.default.createDirectory(
      atPath: fixture.path + "/runs", withIntermediateDirectories: true)
    let script = "ulimit -f 8; exec \"$0\" --directory \"$1\" -- seq 1 100000"
    let arguments = ["-c", script, fixture.supervisorPath, directory]
    try await onAThreadOfItsOwn { try Process.run(URL(fileURLWithPath: "/bin/sh"), arguments: arguments).waitUntilExit() }
    let exit = try await fixture.exit()
    let whole = (1...100_000).map { "\($0)\n" }.joined()
    #expect(exit.cause == .exited(code: 0))
    #expect(try Int(exit.outputLostBytes) + fixture.runs.outputRange(of: "run").count == whole.utf8.count)
    #expect(whole.hasPrefix(fixture.output))
  }

  @Test func aRunningCommandShowsItsOutput() async throws {
    let announcements = try Announcements(in: fixture)
    let script = "echo hello; echo said > \"$1\"; exec tail -f /dev/null"
    try await fixture.runs.start("run", .shell(script, announcements.path))
    _ = await announcements.next()
    try fixture.runs.cancel("run")
    _ = try await fixture.exit()
    #expect(fixture.output == "hello\n")
  }
}
