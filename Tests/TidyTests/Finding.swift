import Testing

/// A place that breaks a rule.
struct Finding: CustomStringConvertible {
  let path: String
  /// From 1; nil when the whole file, or a folder, is meant.
  let line: Int?
  let problem: String

  init(_ path: String, line: Int? = nil, _ problem: String) {
    self.path = path
    self.line = line
    self.problem = problem
  }

  var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(problem)" }
}

/// Fails with one issue for each finding.
func expectNone(_ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation) {
  for finding in findings { Issue.record("\(finding)", sourceLocation: sourceLocation) }
}
