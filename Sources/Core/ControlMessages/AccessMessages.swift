/// A URL that signs in whoever opens it first.
package struct SignInLink: Codable, Hashable, Sendable {
  package var url: String
  /// How long it is good for.
  package var expiresInSeconds: Int

  package init(url: String, expiresInSeconds: Int) {
    self.url = url
    self.expiresInSeconds = expiresInSeconds
  }

  private enum CodingKeys: String, CodingKey {
    case url
    case expiresInSeconds = "expires_in"
  }
}
