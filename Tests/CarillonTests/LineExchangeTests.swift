import Foundation
import Testing

@testable import carillon

@Suite struct LineExchangeTests {
  private func lines(_ chunks: String..., longest: Int = 100) -> [String] {
    var splitter = LineSplitter(longest: longest)
    var lines: [String] = []
    for chunk in chunks {
      splitter.append(Array(chunk.utf8)[...])
      while let line = splitter.next() { lines.append(String(decoding: line, as: UTF8.self)) }
    }
    if let last = splitter.last() { lines.append(String(decoding: last, as: UTF8.self)) }
    return lines
  }

  @Test func linesAreWholeHoweverTheyArrive() {
    #expect(lines("on", "e\n\ntw", "o\nthr", "ee") == ["one", "", "two", "three"])
    #expect(lines("one\n") == ["one"])
    #expect(lines("") == [])
  }

  @Test func aLineThatIsTooLongIsCutOnce() {
    #expect(lines("12345", "67890", "x\nnext\n", longest: 4) == ["12345", "next"])
    #expect(lines("1234\n12345\n", longest: 4) == ["1234", "12345"])
    #expect(lines("12345678", "9", longest: 4) == ["12345678"])
  }

  /// Each line with a full stop, as a program at the other end of a pipe sees it.
  private func exchange(_ pipe: Pipe, write: @escaping ([UInt8]) -> Bool) throws {
    let exchange = LineExchange(input: pipe.fileHandleForReading.fileDescriptor, longestLine: 100, write: write)
    try exchange.run { line, output in output += line + Array(".\n".utf8) }
  }

  @Test func anAnswerComesBeforeTheNextLineIsWritten() async throws {
    let pipe = Pipe()
    let (answers, continuation) = AsyncStream.makeStream(of: String.self)
    Thread.detachNewThread {
      try? exchange(pipe) {
        continuation.yield(String(decoding: $0, as: UTF8.self))
        return true
      }
      continuation.finish()
    }
    var iterator = answers.makeAsyncIterator()
    for line in ["one", "two"] {
      try pipe.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
      #expect(await iterator.next() == "\(line).\n")
    }
    try pipe.fileHandleForWriting.write(contentsOf: Data("last".utf8))
    try pipe.fileHandleForWriting.close()
    #expect(await iterator.next() == "last.\n")
    #expect(await iterator.next() == nil)
  }

  @Test func linesThatAreThereAreAnsweredInOneWrite() throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data("one\ntwo\nthree\n".utf8))
    try pipe.fileHandleForWriting.close()
    var writes: [String] = []
    try exchange(pipe) {
      writes.append(String(decoding: $0, as: UTF8.self))
      return true
    }
    #expect(writes == ["one.\ntwo.\nthree.\n"])
  }

  @Test func itEndsWhenNobodyReads() throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data("one\n".utf8))
    try exchange(pipe) { _ in false }
    try pipe.fileHandleForWriting.close()
  }
}
