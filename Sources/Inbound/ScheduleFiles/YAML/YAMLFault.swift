import Yams

/// One error of the YAML parser in words of this project.
struct YAMLFault {
  let message: String
  let place: Place?
  /// The character to mark so that the rest can be read; nil when it cannot.
  let repair: Place?

  init(_ error: YamlError, in source: SourceText) {
    switch error {
    case .scanner(let context, let problem, let mark, _):
      self = Self.scanner(problem, context, Place(mark, in: source), in: source)
    case .parser(let context, let problem, let mark, _):
      self = Self.parser(problem, context, Place(mark, in: source), in: source)
    case .composer(_, let problem, let mark, _):
      self = Self.composer(problem, Place(mark, in: source))
    case .duplicatedKeysInMapping(let keys, let context):
      let text = SourceText(file: source.file, text: context.text)
      self = Self.duplicate(keys.first ?? "", first: Place(context.mark, in: source), in: text)
    case .reader(let problem, let offset, _, let yaml):
      self.init("a character that YAML does not allow: \(problem)", at: offset.flatMap { Place(character: $0, of: yaml) })
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      self.init("cannot be read as YAML", at: nil)
    }
  }

  private init(_ message: String, at place: Place?, repair: Place? = nil) {
    self.message = message
    self.place = place
    self.repair = repair
  }

  // MARK: Characters without quotes

  private static func scanner(_ problem: String, _ context: YamlError.Context?, _ place: Place, in source: SourceText) -> YAMLFault {
    // An alias or anchor is wrong as a whole: the place is where it begins.
    let begin = context.map { Place($0.mark, in: source) } ?? place
    let character = source.scalars(ofLine: begin.line).dropFirst(begin.column - 1).first
    if let character, ["*", "&"].contains(character), context?.text.contains("an a") ?? false {
      return quotes(character, at: begin)
    }
    if let character, problem.contains("cannot start any token") {
      return character == "\t" ? YAMLFault("a tab cannot stand here; use spaces", at: begin) : quotes(character, at: begin)
    }
    if problem.contains("mapping values are not allowed") {
      return YAMLFault("a ':' that YAML does not expect here; put quotes around text that holds ': ', or check the indentation", at: place)
    }
    if problem.contains("unexpected end of stream"), let context {
      return YAMLFault("this quote is never closed", at: Place(context.mark, in: source))
    }
    return YAMLFault("cannot be read as YAML: \(problem)", at: place)
  }

  private static func quotes(_ character: Unicode.Scalar, at place: Place) -> YAMLFault {
    YAMLFault("text that begins with '\(character)' means something else in YAML: put quotes around it", at: place, repair: place)
  }

  private static func composer(_ problem: String, _ place: Place) -> YAMLFault {
    guard problem.contains("undefined alias") else { return YAMLFault("cannot be read as YAML: \(problem)", at: place) }
    return quotes("*", at: place)
  }

  // MARK: Structure

  private static func parser(_ problem: String, _ context: YamlError.Context?, _ place: Place, in source: SourceText) -> YAMLFault {
    let line = String(String.UnicodeScalarView(source.scalars(ofLine: place.line)))
    if [": {{", "- {{", "[{{", ", {{"].contains(where: line.contains) {
      return YAMLFault("put quotes around text that begins with {{", at: place)
    }
    if problem.contains("nesting") { return YAMLFault("nested too deeply", at: place) }
    let whole = context.map { " \($0.text) that begins in line \(Place($0.mark, in: source).line)" } ?? ""
    return YAMLFault("cannot be read as YAML: \(problem)\(whole); check the indentation", at: place)
  }

  // MARK: Keys given twice

  static func duplicate(_ key: String, firstLine: Int) -> String {
    "'\(key)' is given twice; line \(firstLine) has it already"
  }

  /// - Parameter text: what was parsed; marks stand where earlier ones were reported.
  private static func duplicate(_ key: String, first: Place, in text: SourceText) -> YAMLFault {
    guard let second = DuplicateKeySearch(text: text, key: key).place(after: first) else {
      return YAMLFault("'\(key)' is given twice", at: first)
    }
    return YAMLFault(duplicate(key, firstLine: first.line), at: second, repair: second)
  }
}

extension Place {
  /// libyaml may point behind the last line.
  fileprivate init(_ mark: Mark, in source: SourceText) {
    let line = max(1, min(mark.line, source.lines.count))
    let column = mark.line > source.lines.count ? source.scalars(ofLine: line).count + 1 : mark.column
    self.init(line: line, column: max(1, column))
  }

  /// The place of the character at `offset`, counted from 0.
  fileprivate init?(character offset: Int, of text: String) {
    guard offset <= text.count else { return nil }
    let before = text.prefix(offset)
    let lineStart = before.lastIndex(of: "\n").map(before.index(after:)) ?? before.startIndex
    self.init(line: before.count { $0 == "\n" } + 1, column: before[lineStart...].unicodeScalars.count + 1)
  }
}
