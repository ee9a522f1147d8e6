/// The text of a file, by lines.
struct SourceText {
  let file: String
  let lines: [String]

  init(file: String, text: String) {
    self.file = file
    lines = Self.lines(of: Array(text.utf8))
  }

  /// Splits at the line breaks of YAML 1.1, so that the numbers of lines agree with libyaml's. Bytes are many times faster
  /// than characters, and no break begins inside of another character.
  private static func lines(of bytes: [UInt8]) -> [String] {
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var lines: [String] = []
    var start = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    var index = start
    while index < bytes.count {
      let length = breakLength(at: index, in: bytes)
      if length > 0 {
        lines.append(String(decoding: bytes[start..<index], as: UTF8.self))
        start = index + length
      }
      index += max(1, length)
    }
    lines.append(String(decoding: bytes[start...], as: UTF8.self))
    return lines
  }

  /// How many bytes the line break at `index` has; 0 when there is none.
  private static func breakLength(at index: Int, in bytes: [UInt8]) -> Int {
    let next = index + 1 < bytes.count ? bytes[index + 1] : 0
    switch bytes[index] {
    case 0x0A: return 1
    case 0x0D: return next == 0x0A ? 2 : 1
    // U+0085.
    case 0xC2: return next == 0x85 ? 2 : 0
    // U+2028 and U+2029.
    case 0xE2 where next == 0x80 && index + 2 < bytes.count: return [0xA8, 0xA9].contains(bytes[index + 2]) ? 3 : 0
    default: return 0
    }
  }

  /// The scalars of the line `number`, counted from 1; none when there is no such line.
  func scalars(ofLine number: Int) -> [Unicode.Scalar] {
    lines.indices.contains(number - 1) ? Array(lines[number - 1].unicodeScalars) : []
  }

  func problem(_ message: String, at place: Place?, severity: FileProblem.Severity = .error) -> FileProblem {
    FileProblem(
      severity, file: file, place: place, message: message,
      sourceLine: place.map { shownLine($0.line) })
  }

  /// The place of a part of a scalar's text; the scalar's own place when it is not written as it reads (escapes, folded lines).
  /// - Parameters:
  ///   - position: UTF-8 bytes of `text` before the part.
  ///   - length: UTF-8 bytes of the part.
  func place(insideScalar place: Place, text: String, position: Int, length: Int) -> Place {
    let line = scalars(ofLine: place.line)
    let wanted = Array(text.unicodeScalars)
    let candidates = [place.column - 1, place.column]
    guard let start = candidates.first(where: { $0 <= line.count && line[$0...].starts(with: wanted) }) else { return place }
    let before = String(decoding: text.utf8.prefix(position), as: UTF8.self).unicodeScalars.count
    let part = String(decoding: text.utf8.dropFirst(position).prefix(length), as: UTF8.self).unicodeScalars.count
    return Place(line: place.line, column: start + before + 1, length: max(1, part))
  }
}
