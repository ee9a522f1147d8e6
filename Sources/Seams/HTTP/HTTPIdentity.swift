/// By which certificates the two ends of a TLS connection know each other. Paths of PEM files, absolute.
public struct HTTPIdentity: Sendable, Equatable {
  /// Whose signatures make the server's certificate trustworthy, instead of the transport's own list.
  public var authoritiesFile: String?
  /// Our certificate, with those between it and its authority.
  public var certificateFile: String?
  /// Its key, without a pass phrase; nil when it is in the certificate's file.
  public var keyFile: String?

  public init(authoritiesFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil) {
    self.authoritiesFile = authoritiesFile
    self.certificateFile = certificateFile
    self.keyFile = keyFile
  }
}
