import Glibc
import Seams

/// The lines of a file, or of whatever else can be read from a descriptor.
struct TextLines {
  private let descriptor: CInt
  /// As errors call it.
  let name: String
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  /// The number of the line that was read last.
  private(set) var number = 0
  /// False when that line has no line feed: the last, perhaps cut off.
  private(set) var hasFeed = true

  private static let pieceBytes = 256 * 1024

  init(_ descriptor: CInt, name: String) { (self.descriptor, self.name) = (descriptor, name) }

  /// Without its line feed; nil after the last one.
  mutating func next() throws(StoreError) -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        number += 1
        return buffer[start..<end]
      }
      searched = buffer.count
      guard buffer.count - start <= ExchangeText.longestLine else { throw refusal("is longer than 16 MiB", at: number + 1) }
      if isAtEnd { return lastLine() }
      searched -= start
      try fill()
    }
  }

  private mutating func lastLine() -> ArraySlice<UInt8>? {
    guard start < buffer.count else { return nil }
    defer { start = buffer.count }
    number += 1
    hasFeed = false
    return buffer[start...]
  }

  private mutating func fill() throws(StoreError) {
    buffer.removeFirst(start)
    start = 0
    var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
    while true {
      let count = read(descriptor, &piece, piece.count)
      if count > 0 { return buffer += piece[..<count] }
      if count == 0 { return isAtEnd = true }
      guard errno == EINTR else { throw StoreError(.other, "\(name): cannot be read: \(String(cString: strerror(errno)))") }
    }
  }

  /// About a line; the one that was read last without a number.
  func refusal(_ problem: String, at line: Int? = nil) -> StoreError {
    StoreError(.other, "\(name):\(line ?? number): \(problem); nothing was imported")
  }
}
