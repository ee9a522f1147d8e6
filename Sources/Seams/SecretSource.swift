/// Where secrets are kept that triggers refer to by name.
///
/// Callers may rely on this: a value comes back as it is now, or as it was a minute ago at most; nothing is written down; every
/// call ends.
package protocol SecretSource: Sendable {
  /// The value of `key` in the secret `name`.
  func value(_ name: String, _ key: String) async throws(SecretError) -> String
}

/// Why a secret could not be read; no part of any secret is in it.
package struct SecretError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    /// There is no such secret or key, or we may not read it.
    case notFound
    /// Nobody can say now.
    case unavailable
  }

  package let kind: Kind
  package let description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
