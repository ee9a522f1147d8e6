import Commands
import Foundation
import Testing

/// Reading back what a command printed.
@Suite(.timeLimit(.minutes(5)))
struct PagingTests {
  let fixture: RunsFixture
  /// 588 895 bytes.
  private static let numbers = (1...100_000).map { "\($0)\n" }.joined()

  init() throws { fixture = try RunsFixture() }

  @Test(arguments: [1000, 65_536, 10_000_000])
  func pagesFollowEachOtherToTheEnd(maximumBytes: Int) async throws {
    _ = try await fixture.run(.shell("seq 1 100000"))
    var text = ""
    var page = try fixture.runs.output(of: "run", maximumBytes: maximumBytes)
    while !page.isEmpty {
      #expect(page.start == text.utf8.count)
      #expect(page.bytes.count <= maximumBytes)
      text += page.text
      page = try fixture.runs.output(of: "run", from: page.end, maximumBytes: maximumBytes)
    }
    #expect(text == Self.numbers)
  }

  @Test func aPageGoesOverTheBordersOfFiles() async throws {
    _ = try await fixture.run(.shell("seq 1 100000", outputLimitBytes: 1 << 20, outputFiles: 64))
    let page = try fixture.runs.output(of: "run", from: 100_000, maximumBytes: 300_000)
    #expect(page.bytes == Array(Array(Self.numbers.utf8)[100_000..<400_000]))
  }

  @Test func whatIsKeptNoMoreIsSkippedAndThePageSaysSo() async throws {
    _ = try await fixture.run(.shell("seq 1 100000", outputLimitBytes: 64 * 1024))
    let kept = try fixture.runs.outputRange(of: "run")
    #expect(kept.upperBound == Self.numbers.utf8.count)
    let page = try fixture.runs.output(of: "run", maximumBytes: 1 << 20)
    #expect(page.start == kept.lowerBound)
    #expect(page.end == kept.upperBound)
    #expect(page.bytes == Array(Array(Self.numbers.utf8)[kept]))
  }

  @Test(arguments: [2, 4, 64])
  func theOutputStaysWithinItsFiles(outputFiles: Int) async throws {
    let limit = 64 * 1024
    _ = try await fixture.run(.shell("seq 1 100000", outputLimitBytes: limit, outputFiles: outputFiles))
    let directory = fixture.path + "/runs/run/"
    let files = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasPrefix("output.") }
    #expect(files.count == outputFiles)
    for file in files {
      #expect(try Data(contentsOf: URL(fileURLWithPath: directory + file)).count <= limit / outputFiles)
    }
  }

  @Test func theNamesOfTheFilesAreInTheOrderOfTheirBytes() async throws {
    _ = try await fixture.run(.shell("seq 1 100000", outputLimitBytes: 64 * 1024))
    let directory = fixture.path + "/runs/run/"
    let files = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasPrefix("output.") }.sorted()
    let joined = try files.map { try String(contentsOfFile: directory + $0, encoding: .utf8) }.joined()
    #expect(joined == Self.numbers.suffix(joined.utf8.count))
  }

  @Test func beyondTheEndThereIsNothing() async throws {
    _ = try await fixture.run(.shell("echo one"))
    #expect(try fixture.runs.output(of: "run", from: 4) == CommandOutputPage(start: 4, bytes: []))
    #expect(try fixture.runs.output(of: "run", from: 400) == CommandOutputPage(start: 400, bytes: []))
  }

  @Test func aRunThatNeverStartedHasNoOutput() throws {
    #expect(try fixture.runs.output(of: "never").isEmpty)
    #expect(try fixture.runs.outputRange(of: "never").isEmpty)
  }

  @Test func aNameThatLeadsElsewhereIsRefused() throws {
    #expect(throws: CommandRunError.invalidName("../etc")) { try fixture.runs.output(of: "../etc") }
  }

  /// "aä€😀b" has characters of one to four bytes.
  @Test(arguments: 1...11)
  func aPageEndsWithAWholeCharacterWhereItCan(maximumBytes: Int) async throws {
    _ = try await fixture.run(CommandSpecification(argv: ["printf", "aä€😀b"]))
    let page = try fixture.runs.output(of: "run", maximumBytes: maximumBytes)
    #expect("aä€😀b".hasPrefix(page.text))
    #expect((max(1, maximumBytes - 3)...maximumBytes).contains(page.bytes.count))
  }

  /// Only what can still become a character is kept back.
  @Test(
    arguments: [
      ([0x61, 0xc3], 1), ([0xc3], 0), ([0xe2, 0x82], 0), ([0xf0, 0x9f, 0x98], 0), ([0x61, 0xf4, 0x8f], 1), ([0xc3, 0xa4], 2), ([], 0),
      ([0xff], 1), ([0xc0], 1), ([0xf5, 0x80], 2), ([0xe2, 0x41], 2), ([0xe0, 0x80], 2), ([0xed, 0xa0], 2), ([0xf4, 0x90], 2),
      ([0x80, 0x80, 0x80], 3),
    ] as [([UInt8], Int)])
  func aTornCharacterIsLeftOut(bytes: [UInt8], count: Int) {
    let page = CommandOutputPage(start: 7, bytes: bytes).withoutATornCharacter
    #expect(page.start == 7 && page.bytes == Array(bytes.prefix(count)))
  }

  @Test func bytesThatAreNoTextGoThroughUnchanged() async throws {
    _ = try await fixture.run(CommandSpecification(argv: ["printf", "\\377\\200\\303"]))
    let first = try fixture.runs.output(of: "run")
    let second = try fixture.runs.output(of: "run", from: first.end)
    #expect(first.bytes + second.bytes == [0xff, 0x80, 0xc3])
  }
}
