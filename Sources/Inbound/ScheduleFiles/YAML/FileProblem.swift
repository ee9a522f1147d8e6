/// What is wrong, or surprising, in a file, and where.
package struct FileProblem: Error, Hashable, Sendable {
  package enum Severity: Hashable, Sendable {
    /// The file is not used as it is.
    case error
    /// The file is used; its author may have meant something else.
    case warning
  }

  package var severity: Severity
  /// The path as it was given, or the name of an environment variable.
  package var file: String
  /// Nil when the file as a whole is meant.
  package var place: Place?
  /// One sentence that names the key it is about. It never holds a secret.
  package var message: String
  /// The line at `place`, without credentials.
  package var sourceLine: String?

  package init(
    _ severity: Severity = .error, file: String, place: Place? = nil, message: String, sourceLine: String? = nil
  ) {
    self.severity = severity
    self.file = file
    self.place = place
    self.message = message
    self.sourceLine = sourceLine
  }

  /// - Parameter location: `FILE:LINE`, as what was read keeps it.
  package init(_ severity: Severity = .error, at location: String, message: String) {
    let parts = location.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count > 1, let line = parts.last.flatMap({ Int($0) }) else {
      self.init(severity, file: location, message: message)
      return
    }
    self.init(severity, file: parts.dropLast().joined(separator: ":"), place: Place(line: line, column: 1), message: message)
  }

  package var line: Int? { place?.line }
  package var column: Int? { place?.column }
}

extension FileProblem: CustomStringConvertible {
  /// `file:line:column: message`, and where there is a place the line and carets under the part meant.
  package var description: String {
    guard let place, let sourceLine, !sourceLine.isEmpty else { return sentence }
    let (line, start) = Self.excerpt(of: sourceLine, around: place)
    return "\(sentence)\n\(line)\n\(Self.carets(under: place, shifted: start, in: line))"
  }

  /// The first line of the description alone, for logs and lists.
  package var sentence: String {
    let heading = severity == .warning ? "warning: \(message)" : message
    guard let place else { return "\(file): \(heading)" }
    return "\(file):\(place.line):\(place.column): \(heading)"
  }

  /// Longer lines are cut to this many characters around the place.
  private static let shownCharacters = 160

  private static func excerpt(of line: String, around place: Place) -> (line: String, start: Int) {
    let scalars = Array(line.unicodeScalars)
    guard scalars.count > shownCharacters else { return (line, 0) }
    let start = max(0, min(place.column - 1 - shownCharacters / 2, scalars.count - shownCharacters))
    return (String(String.UnicodeScalarView(scalars[start..<(start + shownCharacters)])), start)
  }

  /// Tabs before the carets stay tabs, so that they stand where the terminal puts the text.
  private static func carets(under place: Place, shifted start: Int, in line: String) -> String {
    let scalars = Array(line.unicodeScalars)
    let before = min(place.column - 1 - start, scalars.count)
    let indent = scalars[..<before].map { $0 == "\t" ? "\t" : " " }.joined()
    return indent + String(repeating: "^", count: max(1, min(place.length, scalars.count - before)))
  }
}
