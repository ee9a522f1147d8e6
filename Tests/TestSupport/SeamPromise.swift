import Testing

/// One sentence about a seam, and how it is checked on something that is empty at first.
package struct SeamPromise<Seam: Sendable>: Sendable, CustomTestStringConvertible {
  package let sentence: String
  /// The closure opens what the last one left, as a restarted daemon does.
  package let check: @Sendable (_ open: @escaping @Sendable () async throws -> Seam) async throws -> Void

  init(_ sentence: String, _ check: @escaping @Sendable (@escaping @Sendable () async throws -> Seam) async throws -> Void) {
    self.sentence = sentence
    self.check = check
  }

  package var testDescription: String { sentence }
}
