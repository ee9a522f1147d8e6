/// The answer to a request that failed.
package struct ControlProblem: Sendable, Error, Equatable {
  package enum Code: String, Codable, Sendable, CaseIterable {
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
    /// Nobody vouches for the caller.
    case unauthorized
    /// The request is meant for another host.
    case misdirected
    /// Too much was asked for in too short a time.
    case tooManyRequests = "too_many_requests"
    /// The request's body is over the limit.
    case tooLarge = "too_large"
    /// Nobody answers, or not now.
    case unavailable
    /// It was done, and cannot be written down now: it holds for as long as the daemon lives.
    case unwritten
    /// The fault is the daemon's own.
    case failure
  }

  package var code: Code
  /// One sentence: what was asked, why not, what to do.
  package var message: String
  package var candidates: [String]
  /// What is wrong with a document, part by part.
  package var fields: [FieldProblem] = []

  package init(_ code: Code, _ message: String, candidates: [String] = []) {
    self.code = code
    self.message = message
    self.candidates = candidates
  }
}

/// As JSON: RFC 9457's `detail` with our `code` and `candidates`; the server adds the members that are about HTTP.
extension ControlProblem: Codable {
  enum CodingKeys: String, CodingKey { case code, detail, message, candidates, fields }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    code = try values.decode(Code.self, forKey: .code)
    // Daemons of version 0.1.0 wrote it as `message`.
    message = try values.decodeIfPresent(String.self, forKey: .detail) ?? values.decode(String.self, forKey: .message)
    candidates = try values.decodeIfPresent([String].self, forKey: .candidates) ?? []
    fields = try values.decodeIfPresent([FieldProblem].self, forKey: .fields) ?? []
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(code, forKey: .code)
    try values.encode(message, forKey: .detail)
    try values.encode(candidates, forKey: .candidates)
    if !fields.isEmpty { try values.encode(fields, forKey: .fields) }
  }
}
