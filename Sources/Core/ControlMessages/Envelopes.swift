/// A list as every list command gives it.
package struct ItemList<Item: Codable & Sendable>: Codable, Sendable {
  package var items: [Item]
  package init(items: [Item]) { self.items = items }
}

/// The answer to a request that failed.
package struct ControlProblem: Codable, Sendable, Error, Equatable {
  package enum Code: String, Codable, Sendable {
    case notFound = "not_found"
    /// The name belongs to several schedules; `candidates` lists their ids.
    case ambiguous
    /// The schedule's state does not allow it.
    case conflict
    /// `If-Match` or `If-None-Match` does not hold.
    case preconditionFailed = "precondition_failed"
    /// An `Idempotency-Key` that was given to another request.
    case keyReused = "key_reused"
    case badRequest = "bad_request"
    case forbidden
    /// The request's body is over the limit.
    case tooLarge = "too_large"
    /// Nobody answers, or not now.
    case unavailable
    /// The fault is the daemon's own.
    case failure
  }

  package var code: Code
  /// One sentence: what was asked, why not, what to do.
  package var message: String
  package var candidates: [String]
  /// What is wrong with a document, part by part.
  @EmptyWhenMissing package var fields: [FieldProblem] = []

  package init(_ code: Code, _ message: String, candidates: [String] = []) {
    self.code = code
    self.message = message
    self.candidates = candidates
  }
}
