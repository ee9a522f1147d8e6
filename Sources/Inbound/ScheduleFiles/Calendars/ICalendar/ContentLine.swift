/// One property of an iCalendar text, unfolded: `DTSTART;TZID=Europe/Berlin:20261224T140000` (RFC 5545 section 3.1).
struct ContentLine {
  /// In upper case.
  let name: String
  /// By their names in upper case, values without quotes.
  let parameters: [String: String]
  let value: String
  /// Its first line in the file.
  let place: Place
}

/// Looks at bytes and scalars: a combining mark makes one character of itself and the space, colon or quote before it.
extension ContentLine {
  /// The lines of a file; what is no text, or no property, is reported.
  static func lines(of log: ProblemLog) -> [ContentLine] {
    UnfoldedLine.all(of: log.source.lines).compactMap { unfolded in
      let place = Self.place(ofLine: unfolded.number, log)
      guard let text = unfolded.text else {
        log.error("this line is not UTF-8 text", at: unfolded.numberOfFirstBadByte.map { Self.place(ofLine: $0, log) } ?? place)
        return nil
      }
      let line = ContentLine(text, place)
      if line == nil { log.error("this is not a line of iCalendar (NAME:value)", at: place) }
      return line
    }
  }

  private static func place(ofLine number: Int, _ log: ProblemLog) -> Place {
    Place(line: number, column: 1, length: max(1, log.source.scalars(ofLine: number).count))
  }

  private init?(_ text: String, _ place: Place) {
    guard let colon = Self.colon(in: text) else { return nil }
    let head = Self.split(text[..<colon])
    guard let name = head.first, !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) else {
      return nil
    }
    self.name = name.uppercased()
    parameters = Dictionary(head.dropFirst().compactMap(Self.parameter)) { first, _ in first }
    value = text[text.utf8.index(after: colon)...].trimmingSpaces
    self.place = place
  }

  /// The first colon outside quotes.
  private static func colon(in text: String) -> String.Index? {
    var isQuoted = false
    for index in text.utf8.indices {
      if text.utf8[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
      if text.utf8[index] == UInt8(ascii: ":"), !isQuoted { return index }
    }
    return nil
  }

  /// At semicolons outside quotes.
  private static func split(_ head: Substring) -> [String] {
    var (parts, isQuoted) = (["".unicodeScalars], false)
    for scalar in head.unicodeScalars {
      if scalar == "\"" { isQuoted.toggle() }
      if scalar == ";", !isQuoted { parts.append("".unicodeScalars) } else { parts[parts.count - 1].append(scalar) }
    }
    return parts.map { String($0) }
  }

  private static func parameter(_ text: String) -> (String, String)? {
    guard let equals = text.unicodeScalars.firstIndex(of: "=") else { return nil }
    let value = text.unicodeScalars[text.unicodeScalars.index(after: equals)...].filter { $0 != "\"" }
    return (text[..<equals].uppercased(), String(String.UnicodeScalarView(value)))
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
