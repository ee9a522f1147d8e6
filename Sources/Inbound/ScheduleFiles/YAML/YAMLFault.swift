/// One error of the YAML parser in words of this project.
struct YAMLFault {
  let message: String
  let place: Place?
  /// The character to mark so that the rest can be read; nil when it cannot.
  let repair: Place?

  init(_ error: YAMLSyntaxError, in source: SourceText) {
    let place = error.place.map { $0.within(source) }
    switch error.kind {
    case .token: self = Self.token(error, place ?? .start, in: source)
    case .structure: self = Self.structure(error, place ?? .start, in: source)
    case .alias: self = Self.quotes("*", at: place ?? .start)
    case .character: self.init("a character that YAML does not allow: \(error.problem)", at: place)
    case .other: self.init("cannot be read as YAML", at: nil)
    }
  }

  private init(_ message: String, at place: Place?, repair: Place? = nil) {
    self.message = message
    self.place = place
    self.repair = repair
  }

  // MARK: Characters without quotes

  private static func token(_ error: YAMLSyntaxError, _ place: Place, in source: SourceText) -> YAMLFault {
    let problem = error.problem
    // An alias or anchor is wrong as a whole: the place is where it begins.
    let begin = error.context?.place.within(source) ?? place
    let character = source.scalars(ofLine: begin.line).dropFirst(begin.column - 1).first
    if let character, ["*", "&"].contains(character), error.context?.text.contains("an a") ?? false {
      return quotes(character, at: begin)
    }
    if let character, problem.contains("cannot start any token") {
      return character == "\t" ? YAMLFault("a tab cannot stand here; use spaces", at: begin) : quotes(character, at: begin)
    }
    if problem.contains("mapping values are not allowed") {
      return YAMLFault("a ':' that YAML does not expect here; put quotes around text that holds ': ', or check the indentation", at: place)
    }
    if problem.contains("unexpected end of stream"), error.context != nil {
      return YAMLFault("this quote is never closed", at: begin)
    }
    return YAMLFault("cannot be read as YAML: \(problem)", at: place)
  }

  private static func quotes(_ character: Unicode.Scalar, at place: Place) -> YAMLFault {
    YAMLFault("text that begins with '\(character)' means something else in YAML: put quotes around it", at: place, repair: place)
  }

  // MARK: Structure

  private static func structure(_ error: YAMLSyntaxError, _ place: Place, in source: SourceText) -> YAMLFault {
    let line = String(String.UnicodeScalarView(source.scalars(ofLine: place.line)))
    if [": {{", "- {{", "[{{", ", {{"].contains(where: line.contains) {
      return YAMLFault("put quotes around text that begins with {{", at: place)
    }
    if error.problem.contains("nesting") { return YAMLFault("nested too deeply", at: place) }
    let whole = error.context.map { " \($0.text) that begins in line \($0.place.within(source).line)" } ?? ""
    return YAMLFault("cannot be read as YAML: \(error.problem)\(whole); check the indentation", at: place)
  }
}

extension Place {
  /// libyaml may point behind the last line.
  fileprivate func within(_ source: SourceText) -> Place {
    guard line > source.lines.count else { return self }
    let last = max(1, source.lines.count)
    return Place(line: last, column: source.scalars(ofLine: last).count + 1)
  }
}
