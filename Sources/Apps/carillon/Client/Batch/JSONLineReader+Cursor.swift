/// The place in the line.
extension JSONLineReader {
  /// nil at the end.
  var next: UInt8? { position < line.count ? line[position] : nil }

  mutating func skip() { position += 1 }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  mutating func expect(_ byte: UInt8, _ what: String) throws(JSONLineError) {
    guard take(byte) else { throw error("expected \(what)") }
  }

  mutating func skipBlanks() {
    while let next, next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") || next == UInt8(ascii: "\r") || next == UInt8(ascii: "\n") {
      position += 1
    }
  }

  func error(_ message: String, at position: Int? = nil) -> JSONLineError {
    JSONLineError(position: position ?? self.position, message: message)
  }
}
