/// Why something is as it is: a code for programs, a sentence for people.
package struct Reason: Hashable, Sendable, Codable, CustomStringConvertible {
  /// Lower case with underscores, stable over releases.
  package var code: String
  package var sentence: String

  package init(_ code: String, _ sentence: String) {
    self.code = code
    self.sentence = sentence
  }

  package var description: String { sentence }
}
