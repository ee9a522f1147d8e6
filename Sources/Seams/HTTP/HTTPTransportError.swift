/// No complete answer came: what was tried, on what, and what came back instead.
///
/// `POST https://zen.example/api/v1/x/runs: no answer within 5 s`
public struct HTTPTransportError: Error, Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// Not an absolute http or https URL. Permanent.
    case invalidURL
    /// A method, header, time or size that HTTP or the transport cannot carry, or a host that must not be called. Permanent.
    case invalidRequest
    /// The host name, or the proxy's, has no address (now).
    case resolve
    /// No connection, or a proxy refused to open one.
    case connect
    /// No trusted TLS session: certificate, host name, protocol version.
    case tls
    case timedOut(Phase)
    /// The answer's body is over the request's limit, or its headers over the transport's.
    case responseTooLarge
    /// Redirects lead on and on. Permanent.
    case tooManyRedirects
    /// The connection ended before the answer was complete.
    case reset
    /// The calling task was cancelled.
    case cancelled
    /// Anything else, such as an answer that is not HTTP, or a limit of the transport itself.
    case other
  }

  /// What a request that ran out of time was doing.
  public enum Phase: Sendable, Equatable {
    case waitingForConnection, connecting, awaitingAnswer, receivingAnswer
  }

  public let kind: Kind
  /// Whether the server can have seen the request; `false` is certain, `true` is not.
  public let mayHaveBeenSent: Bool
  public let method: String
  /// Without user info, query and fragment.
  public let url: String
  /// What came back, in words; one line.
  public let detail: String
  /// The request's egress rules refused the connection.
  public private(set) var isForbidden = false

  /// - Parameter detail: words without secrets: no header, no body, no query.
  public init(_ kind: Kind, _ request: HTTPRequest, mayHaveBeenSent: Bool, _ detail: String) {
    self.kind = kind
    self.mayHaveBeenSent = mayHaveBeenSent
    self.method = PrintableURL.onOneLine(request.method)
    self.url = PrintableURL(request.url).description
    self.detail = PrintableURL.onOneLine(detail)
  }
}

extension HTTPTransportError {
  /// The rules of `request` do not let it go where it would have gone. Nothing was sent there.
  public static func forbidden(_ request: HTTPRequest, mayHaveBeenSent: Bool, _ detail: String) -> HTTPTransportError {
    var error = HTTPTransportError(.invalidRequest, request, mayHaveBeenSent: mayHaveBeenSent, detail)
    error.isForbidden = true
    return error
  }

  /// The request ran out of its connect or total time in `phase`; the words name the time.
  public static func timedOut(
    _ phase: Phase, after limit: Duration, _ request: HTTPRequest, mayHaveBeenSent: Bool
  ) -> HTTPTransportError {
    let words =
      switch phase {
      case .waitingForConnection: "no free connection within \(inWords(limit))"
      case .connecting: "no connection within \(inWords(limit))"
      case .awaitingAnswer: "no answer within \(inWords(limit))"
      case .receivingAnswer: "no complete answer within \(inWords(limit))"
      }
    return HTTPTransportError(.timedOut(phase), request, mayHaveBeenSent: mayHaveBeenSent, words)
  }

  /// "5 s", "2.5 s" or "200 ms".
  private static func inWords(_ duration: Duration) -> String {
    let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
    if milliseconds < 1000 { return "\(milliseconds) ms" }
    if milliseconds % 1000 == 0 { return "\(milliseconds / 1000) s" }
    return "\(Double(milliseconds) / 1000) s"
  }
}

extension HTTPTransportError: CustomStringConvertible {
  public var description: String { "\(method) \(url): \(detail)" }
}

/// A URL as it may be shown: without user info, query, fragment and control characters.
///
/// It works on any text, for an invalid URL has to be named too; an authority that is not plainly `host` or `host:port`
/// is hidden with all that follows, because it may be a broken piece of user info.
struct PrintableURL: CustomStringConvertible {
  let description: String

  init(_ url: String) {
    let shown = url.prefix { $0 != "?" && $0 != "#" }
    guard let scheme = shown.firstRange(of: "://") else {
      description = Self.onOneLine(Self.afterUserInfo(shown))
      return
    }
    let rest = shown[scheme.upperBound...]
    let authority = Self.afterUserInfo(rest.prefix { $0 != "/" })
    let path = rest.drop { $0 != "/" }
    description = Self.onOneLine(shown[..<scheme.upperBound] + (Self.isPlain(authority) ? authority + path : "…"))
  }

  /// `text` with each control character replaced, so that it cannot forge a log line.
  static func onOneLine(_ text: some StringProtocol) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : $0 }))
  }

  private static func afterUserInfo(_ text: Substring) -> Substring {
    text.lastIndex(of: "@").map { text[text.index(after: $0)...] } ?? text
  }

  /// Whether `authority` is a name or address, with at most a numeric port.
  private static func isPlain(_ authority: Substring) -> Bool {
    if authority.hasPrefix("[") {
      let afterAddress = authority.drop { $0 != "]" }.dropFirst()
      return afterAddress.isEmpty || isPort(afterAddress)
    }
    let host = authority.prefix { $0 != ":" }
    let allowed = host.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    let port = authority.dropFirst(host.count)
    return allowed && !host.isEmpty && (port.isEmpty || isPort(port))
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.first == ":" && text.count <= 6 && text.dropFirst().utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
