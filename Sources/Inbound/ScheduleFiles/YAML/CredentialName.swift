/// Names that credentials go by.
enum CredentialName {
  static let endings = ["authorization", "cookie", "password", "passwd", "secret", "token", "key"]

  /// By how it ends, in words of its own or not: `X-Api-Key`, `ACCESS_TOKEN`, `PGPASSWORD`.
  static func isOne(_ name: String) -> Bool {
    let name = name.lowercased()
    return endings.contains { name.hasSuffix($0) }
  }
}
