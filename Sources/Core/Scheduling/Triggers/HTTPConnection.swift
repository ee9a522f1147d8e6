/// How a trigger's requests travel, where that differs from the default.
package struct HTTPConnection: Hashable, Sendable, Codable {
  /// For name lookup, TCP and TLS together.
  package var connectTimeoutSeconds: Int?
  /// A longer answer is given up.
  package var largestAnswerBytes: Int?
  /// Only with GET and HEAD.
  package var followsRedirects: Bool?
  /// Paths of PEM files, absolute: whose signatures count instead of the system's authorities, …
  package var authoritiesFile: String?
  /// … the certificate with which we show who we are, …
  package var certificateFile: String?
  /// … and its key, when it is not in the same file.
  package var keyFile: String?
  /// `http://host:port`, instead of those of the environment.
  package var proxy: String?

  package init(
    connectTimeoutSeconds: Int? = nil, largestAnswerBytes: Int? = nil, followsRedirects: Bool? = nil, authoritiesFile: String? = nil,
    certificateFile: String? = nil, keyFile: String? = nil, proxy: String? = nil
  ) {
    self.connectTimeoutSeconds = connectTimeoutSeconds
    self.largestAnswerBytes = largestAnswerBytes
    self.followsRedirects = followsRedirects
    self.authoritiesFile = authoritiesFile
    self.certificateFile = certificateFile
    self.keyFile = keyFile
    self.proxy = proxy
  }

  /// A dead host is noticed soon; a TLS handshake over three continents takes about a second.
  package static let connectTimeoutSecondsDefault = 10
  /// Enough to say what came back, not enough to fill a memory.
  package static let largestAnswerBytesDefault = 1 << 20
}
