import Commands
import Glibc
import Testing

/// Reading what a command prints while it prints it.
@Suite(.timeLimit(.minutes(5)))
struct FollowingTests {
  let fixture: RunsFixture
  let gate: Gate

  init() throws {
    fixture = try RunsFixture()
    gate = try Gate(in: fixture)
  }

  @Test func whatIsPrintedIsReadAtOnceAndTheEndEndsIt() async throws {
    try await fixture.runs.start("run", .shell("echo one; read go < \"$1\"; echo two", gate.path))
    var pages = fixture.nextDaemon.follow("run").makeAsyncIterator()
    #expect(try await pages.next()?.text == "one\n")
    gate.letThrough()
    #expect(try await pages.next()?.text == "two\n")
    #expect(try await pages.next() == nil)
  }

  /// 20 rounds of 3 000 bytes go over 14 borders of files.
  @Test func nothingIsMissedWhenFilesAreChanged() async throws {
    let script = "for round in $(seq 20); do printf '%03000d' $round; read go < \"$1\"; done"
    try await fixture.runs.start("run", .shell(script, gate.path, outputLimitBytes: 16 * 1024, outputFiles: 4))
    var pages = fixture.runs.follow("run").makeAsyncIterator()
    var text = ""
    for round in 1...20 {
      while text.utf8.count < round * 3000, let page = try await pages.next() {
        #expect(page.start == text.utf8.count)
        text += page.text
      }
      gate.letThrough()
    }
    #expect(try await pages.next() == nil)
    #expect(text == (1...20).map { String(repeating: "0", count: $0 < 10 ? 2999 : 2998) + "\($0)" }.joined())
    #expect(try fixture.runs.outputRange(of: "run").lowerBound > 0)
  }

  @Test func aReaderThatIsLeftBehindIsToldAndGoesOn() async throws {
    try await fixture.runs.start("run", .shell("seq 1 100000", outputLimitBytes: 16 * 1024))
    let whole = Array((1...100_000).map { "\($0)\n" }.joined().utf8)
    var end = 0
    for try await page in fixture.runs.follow("run") {
      #expect(page.start >= end)
      #expect(page.bytes == Array(whole[page.start..<page.end]))
      end = page.end
    }
    #expect(end == whole.count)
  }

  @Test func aCharacterIsNotTornBetweenPages() async throws {
    try await fixture.runs.start("run", .shell("printf 'a\\303'; read go < \"$1\"; printf '\\244b'", gate.path))
    var pages = fixture.runs.follow("run").makeAsyncIterator()
    #expect(try await pages.next()?.text == "a")
    gate.letThrough()
    #expect(try await texts(&pages) == "äb")
  }

  @Test func followingBeginsWhereItIsTold() async throws {
    _ = try await fixture.run(.shell("echo one; echo two"))
    var pages = fixture.runs.follow("run", from: 4).makeAsyncIterator()
    #expect(try await texts(&pages) == "two\n")
  }

  @Test func aRunThatNeverStartedHasNothingToFollow() async throws {
    var pages = fixture.runs.follow("run").makeAsyncIterator()
    #expect(try await pages.next() == nil)
  }

  @Test func followingEndsWithASupervisorThatIsKilled() async throws {
    try await fixture.runs.start("run", .shell("echo one; exec tail -f /dev/null"))
    var pages = fixture.runs.follow("run").makeAsyncIterator()
    #expect(try await pages.next()?.text == "one\n")
    kill(try fixture.supervisor(), SIGKILL)
    #expect(try await pages.next() == nil)
    #expect(try fixture.runs.state(of: "run") == .lost)
  }

  @Test func aReaderThatIsCancelledLeavesTheCommandRunning() async throws {
    try await fixture.runs.start("run", .shell("echo one; read go < \"$1\"; exit 3", gate.path))
    let (heard, hear) = AsyncStream<Void>.makeStream()
    let runs = fixture.runs
    let reader = Task {
      for try await _ in runs.follow("run") { hear.finish() }
    }
    for await _ in heard {}
    reader.cancel()
    await #expect(throws: CancellationError.self) { try await reader.value }
    gate.letThrough()
    #expect(try await fixture.exit().cause == .exited(code: 3))
  }

  @Test func severalReadersReadTheSame() async throws {
    try await fixture.runs.start("run", .shell("read go < \"$1\"; seq 1 10000", gate.path))
    let runs = fixture.runs
    let texts = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<5 {
        group.addTask {
          var pages = runs.follow("run").makeAsyncIterator()
          return try await self.texts(&pages)
        }
      }
      gate.letThrough()
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(texts == Array(repeating: (1...10_000).map { "\($0)\n" }.joined(), count: 5))
  }

  private func texts(_ pages: inout CommandOutputFollowing.Iterator) async throws -> String {
    var text = ""
    while let page = try await pages.next() { text += page.text }
    return text
  }
}
