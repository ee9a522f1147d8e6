/// The text of a file, by lines.
struct SourceText {
  let file: String
  let lines: SourceLines

  init(file: String, text: String, breaks: SourceLines.Breaks = .ofYAML) {
    self.init(file: file, bytes: Array(text.utf8), breaks: breaks)
  }

  /// - Parameter bytes: what is not UTF-8 among them is shown as U+FFFD.
  init(file: String, bytes: [UInt8], breaks: SourceLines.Breaks) {
    self.file = file
    lines = SourceLines(bytes: bytes, breaks: breaks)
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
