/// What is wrong with one part of a document that was sent.
package struct FieldProblem: Codable, Sendable, Equatable {
  /// `trigger.argv[0]` of JSON, `3:7` (line and column) of YAML; empty for the whole document.
  package var path: String
  package var message: String

  package init(path: String, message: String) {
    self.path = path
    self.message = message
  }
}
