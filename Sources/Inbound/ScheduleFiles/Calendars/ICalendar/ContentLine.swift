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

extension ContentLine {
  /// The lines of a text; what is no property is reported.
  static func lines(of log: ProblemLog) -> [ContentLine] {
    var unfolded: [(text: String, line: Int)] = []
    for (index, line) in log.source.lines.enumerated() {
      if let first = line.first, first == " " || first == "\t", !unfolded.isEmpty {
        unfolded[unfolded.count - 1].text += line.dropFirst()
      } else if !line.isEmpty {
        unfolded.append((line, index + 1))
      }
    }
    return unfolded.compactMap { text, number in
      let length = max(1, log.source.scalars(ofLine: number).count)
      let place = Place(line: number, column: 1, length: length)
      let line = ContentLine(text, place)
      if line == nil { log.error("this is not a line of iCalendar (NAME:value)", at: place) }
      return line
    }
  }

  private init?(_ text: String, _ place: Place) {
    guard let colon = Self.colon(in: text) else { return nil }
    let head = Self.split(text[..<colon])
    guard let name = head.first, !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) else {
      return nil
    }
    self.name = name.uppercased()
    parameters = Dictionary(head.dropFirst().compactMap(Self.parameter)) { first, _ in first }
    value = text[text.index(after: colon)...].trimmingSpaces
    self.place = place
  }

  /// The first colon outside quotes.
  private static func colon(in text: String) -> String.Index? {
    var isQuoted = false
    for index in text.indices {
      if text[index] == "\"" { isQuoted.toggle() }
      if text[index] == ":", !isQuoted { return index }
    }
    return nil
  }

  /// At semicolons outside quotes.
  private static func split(_ head: Substring) -> [String] {
    var (parts, isQuoted) = ([""], false)
    for character in head {
      if character == "\"" { isQuoted.toggle() }
      if character == ";", !isQuoted { parts.append("") } else { parts[parts.count - 1].append(character) }
    }
    return parts
  }

  private static func parameter(_ text: String) -> (String, String)? {
    guard let equals = text.firstIndex(of: "=") else { return nil }
    return (text[..<equals].uppercased(), text[text.index(after: equals)...].filter { $0 != "\"" })
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
