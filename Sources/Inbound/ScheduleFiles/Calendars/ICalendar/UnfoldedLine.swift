/// A line of an iCalendar file with the lines that go on with it, in bytes: a line may be folded inside of a character, so that only the
/// whole is text (RFC 5545 section 3.1).
struct UnfoldedLine {
  private(set) var bytes: [UInt8]
  /// Its lines in the file: the number of each, and where in `bytes` what it holds begins.
  private var parts: [(number: Int, start: Int)]

  private init(_ bytes: ArraySlice<UInt8>, number: Int) {
    self.bytes = Array(bytes)
    parts = [(number, 0)]
  }

  private mutating func append(_ more: ArraySlice<UInt8>, number: Int) {
    parts.append((number, bytes.count))
    bytes += more
  }

  /// Those of a file, empty ones left out.
  static func all(of lines: SourceLines) -> [UnfoldedLine] {
    var unfolded: [UnfoldedLine] = []
    for index in lines.indices {
      let line = lines.utf8(index)
      guard let first = line.first else { continue }
      if first == UInt8(ascii: " ") || first == UInt8(ascii: "\t"), !unfolded.isEmpty {
        unfolded[unfolded.count - 1].append(line.dropFirst(), number: index + 1)
      } else {
        unfolded.append(UnfoldedLine(line, number: index + 1))
      }
    }
    return unfolded
  }

  /// Of its first line in the file, from 1.
  var number: Int { parts[0].number }

  /// Nil when it is not UTF-8.
  var text: String? { String(validating: bytes, as: UTF8.self) }

  /// Of the line in the file that holds the first byte that is not UTF-8, from 1; nil when all are.
  var numberOfFirstBadByte: Int? {
    var (parser, iterator, position) = (Unicode.UTF8.ForwardParser(), bytes.makeIterator(), 0)
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let scalar): position += scalar.count
      case .error: return parts.last { $0.start <= position }?.number
      case .emptyInput: return nil
      }
    }
  }
}
