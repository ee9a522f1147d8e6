import HTTP

extension HTTPRequest {
  /// No request of a scheduler takes longer, and libcurl counts milliseconds in 32 bits.
  private static let longestTime = Duration.seconds(24 * 60 * 60)

  /// `sun_path` has 108 bytes with the NUL at its end; libcurl would report a longer path as a host out of reach.
  private static let longestSocketPath = 107

  /// The transport's own business: a second opinion on how the body is framed lets two requests hide in one.
  private static let reservedHeaders = ["content-length", "transfer-encoding", "expect"]

  /// Refuses what HTTP cannot carry, above all line breaks that would smuggle in headers or a second request.
  func checkForSending() throws(HTTPTransportError) {
    guard method.isToken, method != "CONNECT" else { throw invalid("the method is not one that can be sent") }
    guard method != "HEAD" || body == nil else { throw invalid("HEAD carries no body") }
    for time in [timeouts.connect, timeouts.total] where time <= .zero || time > Self.longestTime {
      throw invalid("a timeout of \(time) is not above 0 s and up to 24 h")
    }
    guard maximumResponseBytes >= 0 else { throw invalid("the response limit \(maximumResponseBytes) is negative") }
    if let path = unixSocketPath, !(1...Self.longestSocketPath).contains(path.utf8.count) || path.utf8.contains(0) {
      throw invalid("a Unix socket's path has 1 to \(Self.longestSocketPath) bytes, none of them NUL")
    }
    for header in headers { try check(header) }
  }

  /// Whether libcurl may send it again by itself.
  var maySendAgain: Bool { !isNeverSentAgain && isIdempotent }

  /// RFC 9110 section 9.2.2; a method that is not known to be idempotent is taken not to be.
  private var isIdempotent: Bool { ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"].contains(method) }

  private func check(_ header: HTTPHeader) throws(HTTPTransportError) {
    guard header.name.isToken else { throw invalid("a header name is not a token") }
    guard !Self.reservedHeaders.contains(where: header.isNamed) else {
      throw invalid("header \(header.name) is the transport's own")
    }
    guard header.value.utf8.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
      throw invalid("the value of header \(header.name) has a control character")
    }
  }

  private func invalid(_ problem: String) -> HTTPTransportError {
    HTTPTransportError(.invalidRequest, self, mayHaveBeenSent: false, problem)
  }
}

extension String {
  /// A `token` of RFC 9110 section 5.6.2.
  fileprivate var isToken: Bool {
    !isEmpty
      && utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }
}
