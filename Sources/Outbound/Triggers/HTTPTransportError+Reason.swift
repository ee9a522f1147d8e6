import Seams

extension HTTPTransportError {
  /// True when sending the same request again can only fail in the same way.
  var isPermanent: Bool {
    switch kind {
    case .invalidURL, .invalidRequest, .responseTooLarge, .tooManyRedirects: true
    case .resolve, .connect, .tls, .timedOut, .reset, .cancelled, .other: false
    }
  }

  var reasonCode: String {
    switch kind {
    case .invalidRequest where isForbidden: "egress"
    case .invalidURL: "bad_url"
    case .invalidRequest: "bad_request"
    case .resolve: "host_not_found"
    case .connect: "no_connection"
    case .tls: "tls"
    case .timedOut(.waitingForConnection): "no_free_connection"
    case .timedOut: "timeout"
    case .responseTooLarge: "answer_too_large"
    case .tooManyRedirects: "too_many_redirects"
    case .reset: "connection_lost"
    case .cancelled: "stopped"
    case .other: "transport"
    }
  }
}
