import HTTP

/// What a call of JFrog ML came to: what was tried, on what, and what came back. It holds no secret.
///
/// `POST https://acme.jfrog.io/ml/api/v1/deployments: 409 a deployment of this name exists`
public struct JFrogMLError: Error, Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// 401: token or password are refused, and waiting does not help.
    case credentials
    /// 403: they are good, and do not allow this.
    case forbidden
    /// 404, or no resource of that name in a list.
    case notFound
    /// 409.
    case conflict
    /// Any other 3xx or 4xx: the server will not take this request, or it could not even be sent.
    case refused
    /// 408, 425 or 429: not now.
    case busy
    /// No answer, or 502, 503 or 504: later perhaps.
    case unavailable
    /// Several resources have the name; the description lists them.
    case ambiguous
    /// Another status, or an answer that is not what the API promises.
    case unexpected
  }

  public let kind: Kind
  public let description: String
  /// The same with all that the server said, its lines as they were: for those who hide more secrets in it than the client knows, and
  /// shorten it only then.
  package let wholeDescription: String
  /// Of the answer; nil when none came.
  public let status: Int?
  /// How long the server asks to wait.
  public let retryAfter: Duration?
  /// Whether the server can have acted on the request.
  public let mayHaveBeenSent: Bool

  package init(
    _ kind: Kind, _ description: String, status: Int? = nil, retryAfter: Duration? = nil, mayHaveBeenSent: Bool = true,
    wholeDescription: String? = nil
  ) {
    self.kind = kind
    self.description = description
    self.wholeDescription = wholeDescription ?? description
    self.status = status
    self.retryAfter = retryAfter
    self.mayHaveBeenSent = mayHaveBeenSent
  }

  /// No answer came.
  init(_ error: HTTPTransportError) {
    let kind: Kind =
      switch error.kind {
      case .invalidURL, .invalidRequest: .refused
      case .responseTooLarge, .tooManyRedirects: .unexpected
      case .resolve, .connect, .tls, .timedOut, .reset, .cancelled, .other: .unavailable
      }
    self.init(kind, error.description, mayHaveBeenSent: error.mayHaveBeenSent)
  }
}

extension JFrogMLError: CustomStringConvertible {}
