import CCurl
import HTTP

/// The server that a request goes to: scheme, host and port, or a Unix socket, which share connections.
struct Origin: Hashable, Sendable {
  /// "https" or "http".
  let scheme: String
  /// In lower case; an IPv6 address in brackets.
  let host: String
  private let port: String
  private let unixSocketPath: String?

  /// Reads the URL with libcurl's own parser, so that what is checked here is what is sent there.
  init(of request: HTTPRequest) throws(HTTPTransportError) {
    guard request.url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw Self.invalid(request, "a character is not printable ASCII; percent-encode it")
    }
    let parser = curl_url()
    defer { curl_url_cleanup(parser) }
    let problem = curl_url_set(parser, CURLUPART_URL, request.url, 0)
    guard problem == CURLUE_OK else { throw Self.invalid(request, String(cString: curl_url_strerror(problem))) }
    guard let scheme = Self.part(CURLUPART_SCHEME, of: parser), scheme == "http" || scheme == "https" else {
      throw Self.invalid(request, "only http and https are spoken")
    }
    guard let host = Self.part(CURLUPART_HOST, of: parser), !host.isEmpty else { throw Self.invalid(request, "no host") }
    self.scheme = scheme
    unixSocketPath = request.unixSocketPath
    self.host = host.lowercased()
    port = Self.part(CURLUPART_PORT, of: parser) ?? ""
  }

  /// True for the same server, and for the same host by https, both at their usual ports.
  func isServer(of other: Origin) -> Bool {
    self == other || (host == other.host && (scheme, port) == ("http", "80") && (other.scheme, other.port) == ("https", "443"))
  }

  static func part(_ part: CURLUPart, of parser: OpaquePointer?) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(parser, part, &text, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }

  private static func invalid(_ request: HTTPRequest, _ problem: String) -> HTTPTransportError {
    HTTPTransportError(.invalidURL, request, mayHaveBeenSent: false, "not a usable URL: \(problem)")
  }
}

extension String {
  /// What `read` finds with libcurl's own parser of URLs; nothing where this is none.
  func withURLParser<Value>(_ read: (OpaquePointer?) -> Value?) -> Value? {
    let parser = curl_url()
    defer { curl_url_cleanup(parser) }
    return curl_url_set(parser, CURLUPART_URL, self, 0) == CURLUE_OK ? read(parser) : nil
  }
}
