import HTTP

/// What a call of the ZenML server came to: what was tried, on what, and what came back. It holds no secret.
///
/// `GET https://zen.example/api/v1/schedules: 404 KeyError: No project with this name found`
public struct ZenMLError: Error, Sendable, Equatable {
  /// What a caller can do about it.
  public enum Kind: Sendable, Equatable {
    /// 401, also after a new login: key, password or token are refused, and waiting does not help.
    case credentials
    /// No answer, or 429, 502, 503 or 504: later perhaps. Also a 404 for the client's own project when it was there before.
    case unavailable
    /// 404. Also a name that no record has.
    case notFound
    /// 409: the name is in use. Also a name that means several records, see ``ZenMLError/candidates``.
    case conflict
    /// Any other 4xx: the server will not take this request. Also a request that makes no sense, and was not sent.
    case refused
    /// Another status, or an answer that is not what the API promises.
    case unexpected
  }

  /// What a caller can do about it.
  public let kind: Kind
  /// One line: what was tried, on what, and what came back.
  public let description: String
  /// The same with all that the server said, its lines as they were: for those who hide more secrets in it than the client knows, and
  /// shorten it only then.
  package let wholeDescription: String
  /// Of the answer; nil when none came.
  public let status: Int?
  /// The exception class that the server names, such as `EntityExistsError`.
  public let serverClass: String?
  /// How long the server asks to wait.
  public let retryAfter: Duration?
  /// What a name or the beginning of one could mean, when it is not clear what it does mean; the first few.
  public let candidates: [ZenMLReference]
  /// Whether the server can have acted on the request.
  public let mayHaveBeenSent: Bool

  package init(
    _ kind: Kind, _ description: String, status: Int? = nil, serverClass: String? = nil, retryAfter: Duration? = nil,
    mayHaveBeenSent: Bool = true, candidates: [ZenMLReference] = [], wholeDescription: String? = nil
  ) {
    self.kind = kind
    self.description = description
    self.wholeDescription = wholeDescription ?? description
    self.status = status
    self.serverClass = serverClass
    self.retryAfter = retryAfter
    self.mayHaveBeenSent = mayHaveBeenSent
    self.candidates = candidates
  }

  /// No answer came.
  init(_ error: HTTPTransportError) {
    let kind: Kind =
      switch error.kind {
      case .invalidURL, .invalidRequest, .responseTooLarge, .tooManyRedirects: .unexpected
      case .resolve, .connect, .tls, .timedOut, .reset, .cancelled, .other: .unavailable
      }
    self.init(kind, error.description, mayHaveBeenSent: error.mayHaveBeenSent)
  }
}

extension ZenMLError: CustomStringConvertible {}
