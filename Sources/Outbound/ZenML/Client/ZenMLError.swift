import Seams

/// What a call of the ZenML server came to: what was tried, on what, and what came back. It holds no secret.
///
/// `GET https://zen.example/api/v1/schedules: 404 KeyError: No project with this name found`
package struct ZenMLError: Error, Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// 401, also after a new login: key, password or token are refused, and waiting does not help.
    case credentials
    /// No answer, or 429, 502, 503 or 504: later perhaps.
    case unavailable
    /// 404.
    case notFound
    /// 409: the name is in use.
    case conflict
    /// Any other 4xx: the server will not take this request.
    case refused
    /// Another status, or an answer that is not what the API promises.
    case unexpected
  }

  package let kind: Kind
  package let description: String
  /// Of the answer; nil when none came.
  package let status: Int?
  /// The exception class that the server names, such as `EntityExistsError`.
  package let serverClass: String?
  /// How long the server asks to wait.
  package let retryAfter: Duration?
  /// Whether the server can have acted on the request.
  package let mayHaveBeenSent: Bool

  init(
    _ kind: Kind, _ description: String, status: Int? = nil, serverClass: String? = nil, retryAfter: Duration? = nil,
    mayHaveBeenSent: Bool = true
  ) {
    self.kind = kind
    self.description = description
    self.status = status
    self.serverClass = serverClass
    self.retryAfter = retryAfter
    self.mayHaveBeenSent = mayHaveBeenSent
  }

  /// No answer came.
  init(_ error: HTTPTransportError) {
    let kind: Kind =
      switch error.kind {
      case .invalidURL, .invalidRequest, .responseTooLarge: .unexpected
      case .resolve, .connect, .tls, .timedOut, .reset, .cancelled, .other: .unavailable
      }
    self.init(kind, error.description, mayHaveBeenSent: error.mayHaveBeenSent)
  }
}

extension ZenMLError: CustomStringConvertible {}

extension SourceError {
  init(_ error: ZenMLError) {
    let kind: Kind =
      switch error.kind {
      case .credentials: .credentials
      case .unavailable: .unavailable
      case .notFound: .notFound
      case .conflict, .refused, .unexpected: .unexpected
      }
    self.init(kind, error.description, retryAfter: error.retryAfter)
  }
}
