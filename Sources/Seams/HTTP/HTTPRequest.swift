/// One HTTP request, complete: nothing is added from a shared configuration.
///
/// Its description hides query, user info, header values and body, so that it may be logged.
public struct HTTPRequest: Sendable, Equatable {
  /// Enough for every listing that ZenML answers (500 runs are below 4 MiB), small enough to hold many at once.
  public static let maximumResponseBytesDefault = 8 * 1024 * 1024

  /// A token of RFC 9110 section 9.1, case-sensitive: "GET", "POST".
  public var method: String
  /// Absolute, `http` or `https`, printable ASCII: other characters percent-encoded, a host name in its ASCII form.
  public var url: String
  /// In the order in which they are sent; a name may occur more than once.
  public var headers: [HTTPHeader]
  /// nil: no body, and no `Content-Length` unless the method calls for one (`POST`, `PUT` and `PATCH` send 0).
  public var body: [UInt8]?
  public var timeouts: HTTPTimeouts
  /// A longer answer body ends the call with `responseTooLarge`; 0 allows an empty one only.
  public var maximumResponseBytes: Int
  /// Follows the redirects of `GET` and `HEAD`; those of other methods are always returned as the answer.
  ///
  /// Custom headers travel along, except `Authorization` and `Cookie`, which stay with the first host; https is never
  /// left for http.
  public var followsRedirects = false
  /// A redirect to another server (scheme, host, port; the same host by https is none, both at their usual ports) ends the
  /// request instead of being followed.
  public var staysWithServer = false
  /// Not even a method that is idempotent is sent again on a fresh connection when a kept one closes. A redirect is no such resend.
  public var isNeverSentAgain = false
  /// Connects to this Unix socket instead of to the URL's host, which then only fills `Host`; never through a proxy.
  ///
  /// At most 107 bytes (unix(7)), without NUL.
  public var unixSocketPath: String?
  /// Where the connection may lead, redirects included; nil: anywhere.
  public var egress: EgressRules?
  /// Nil: the transport's own authorities, and no certificate of ours.
  public var identity: HTTPIdentity?
  /// `http://host:port` or `https://host:port`, for every host, instead of the transport's own choice.
  public var proxy: String?

  public init(
    _ method: String, _ url: String, headers: [HTTPHeader] = [], body: [UInt8]? = nil,
    timeouts: HTTPTimeouts = .standard, maximumResponseBytes: Int = maximumResponseBytesDefault
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeouts = timeouts
    self.maximumResponseBytes = maximumResponseBytes
  }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
  public var description: String { "\(method) \(PrintableURL(url))" }
  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

/// One header field; the value may be a secret, so only the name is ever described.
public struct HTTPHeader: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// Whatever the case of the letters (RFC 9110, section 5.1).
  public func isNamed(_ name: String) -> Bool {
    self.name.utf8.count == name.utf8.count && zip(self.name.utf8, name.utf8).allSatisfy { Self.folded($0) == Self.folded($1) }
  }

  private static func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

  public var description: String { "\(name): …" }
  public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}

/// How long a request may take; both are longer than zero.
public struct HTTPTimeouts: Sendable, Equatable {
  /// A ZenML server gives a request up to 20 s (`ZENML_SERVER_REQUEST_TIMEOUT`); 10 s more for the way and the queue.
  public static let standard = HTTPTimeouts(connect: .seconds(5), total: .seconds(30))

  /// For name lookup, TCP and TLS together; not used up when a kept connection serves.
  public var connect: Duration
  /// From the moment that a connection is free for it to the last byte of the answer.
  public var total: Duration
  /// For a free connection, which uses up nothing of `total`.
  public var waiting: Duration

  /// - Parameter waiting: nil: as long as `total`.
  public init(connect: Duration, total: Duration, waiting: Duration? = nil) {
    self.connect = connect
    self.total = total
    self.waiting = waiting ?? total
  }
}
