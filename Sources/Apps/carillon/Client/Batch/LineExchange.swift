import ControlMessages
import Glibc

/// Answers the lines that come from a descriptor, in their order.
///
/// Answers leave when no whole line is left to be answered, or many have gathered: bulk is fast, and a program that writes one line and waits has
/// its answer at once.
struct LineExchange {
  let input: Int32
  /// Bytes; see ``LineSplitter``.
  let longestLine: Int
  /// Takes answers; false when nobody reads them any more.
  let write: ([UInt8]) -> Bool

  /// One read, and about one write: a pipe holds as much.
  private static let chunk = 1 << 16

  /// Returns at the end of the input, or when nobody reads the answers any more.
  /// - Parameter answer: appends the answer to one line.
  func run(_ answer: (_ line: [UInt8], _ output: inout [UInt8]) -> Void) throws(ControlProblem) {
    var lines = LineSplitter(longest: longestLine)
    var answers: [UInt8] = []
    while let chunk = try read() {
      lines.append(chunk)
      while let line = lines.next() {
        answer(line, &answers)
        if answers.count >= Self.chunk, !flush(&answers) { return }
      }
      guard flush(&answers) else { return }
    }
    if let line = lines.last() { answer(line, &answers) }
    _ = flush(&answers)
  }

  /// nil at the end of the input.
  private func read() throws(ControlProblem) -> ArraySlice<UInt8>? {
    var bytes = [UInt8](repeating: 0, count: Self.chunk)
    while true {
      let count = bytes.withUnsafeMutableBytes { Glibc.read(input, $0.baseAddress, $0.count) }
      if count > 0 { return bytes[..<count] }
      if count == 0 { return nil }
      let code = errno
      if code != EINTR { throw ControlProblem(.failure, "the input cannot be read: \(String(cString: strerror(code)))") }
    }
  }

  /// False when nobody reads.
  private func flush(_ answers: inout [UInt8]) -> Bool {
    defer { answers.removeAll(keepingCapacity: true) }
    return answers.isEmpty || write(answers)
  }
}
