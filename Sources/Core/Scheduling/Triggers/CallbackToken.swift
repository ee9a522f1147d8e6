/// What a callback URL of ours ends in: which attempt of which fire it is about, and the proof that we have made it.
///
/// `<fire id>.<attempt>.<64 hex digits>`: HMAC-SHA-256 (RFC 2104) over fire and attempt, with a key that stays on this machine.
/// Nothing has to be kept for it: the same attempt has the same token for ever.
package struct CallbackToken: Hashable, Sendable {
  package let fire: Identifier
  package let attempt: Int
  private let code: [UInt8]

  /// The token of an attempt.
  package init(fire: Identifier, attempt: Int, key: CallbackKey) {
    self.fire = fire
    self.attempt = attempt
    code = Self.code(fire, attempt, key)
  }

  /// Nil unless `text` is a token that was made with `key`, exactly as it was made.
  package init?(verifying text: String, key: CallbackKey) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let fire = Identifier(String(parts[0])), let attempt = Int(parts[1]), attempt > 0 else { return nil }
    let made = CallbackToken(fire: fire, attempt: attempt, key: key)
    guard Self.isSame(Array(text.utf8), Array(made.text.utf8)) else { return nil }
    self = made
  }

  /// As it stands in the URL.
  package var text: String { "\(fire).\(attempt).\(SHA256.hexadecimal(code))" }

  /// The version keeps the key's other uses apart, should there ever be some.
  private static func code(_ fire: Identifier, _ attempt: Int, _ key: CallbackKey) -> [UInt8] {
    SHA256.authenticationCode(of: Array("carillon-callback/1\n\(fire)\n\(attempt)".utf8), key: key.bytes)
  }

  /// Takes the same time wherever the first difference is: a code must not be guessed byte by byte.
  private static func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

extension CallbackToken: CustomStringConvertible, CustomReflectable {
  /// Without the code: whoever has it can end the fire.
  package var description: String { "\(fire).\(attempt).…" }
  package var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

/// The key of one installation. Never printed.
package struct CallbackKey: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  /// As long as the code that it makes (RFC 2104, section 3).
  package static let byteCount = 32

  let bytes: [UInt8]

  /// Nil unless there are exactly `byteCount` bytes.
  package init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  package var description: String { "(key)" }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
