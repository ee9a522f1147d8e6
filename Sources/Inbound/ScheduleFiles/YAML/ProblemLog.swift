/// Collects everything that is wrong in one text, so that its author need not find it error by error.
final class ProblemLog {
  let source: SourceText
  private var found: [FileProblem] = []

  init(_ source: SourceText) {
    self.source = source
  }

  func error(_ message: String, at place: Place?) {
    found.append(source.problem(message, at: place))
  }

  func warning(_ message: String, at place: Place?) {
    found.append(source.problem(message, at: place, severity: .warning))
  }

  func append(_ problem: FileProblem) {
    found.append(problem)
  }

  var hasErrors: Bool { found.contains { $0.severity == .error } }
  var errors: [FileProblem] { inOrder(.error) }
  var warnings: [FileProblem] { inOrder(.warning) }

  /// In the order of the text; what has no place comes first, and what shares one stays as it was found.
  private func inOrder(_ severity: FileProblem.Severity) -> [FileProblem] {
    found.filter { $0.severity == severity }.enumerated().sorted { a, b in
      let (left, right) = (a.element.place ?? .start, b.element.place ?? .start)
      return left == right ? a.offset < b.offset : left < right
    }.map(\.element)
  }
}
