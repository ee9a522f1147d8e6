import Scheduling

/// 256 random bits that somebody shows to be known again, and what is kept of them.
///
/// What is kept is the SHA-256 of the text. A password needs a slow hash because it can be guessed; nobody goes through 2²⁵⁶
/// tokens, however fast the hash.
package struct RandomToken: Sendable {
  package static let byteCount = 32

  /// Secret.
  package let text: String

  /// - Parameter prefix: what tells people and scanners what it is.
  package init(prefix: String = "") {
    // From the kernel (getrandom).
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<Self.byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    text = prefix + SHA256.hexadecimal(bytes)
  }

  package var digest: TokenDigest { TokenDigest(of: text) }
}

/// The SHA-256 of a token.
package struct TokenDigest: Hashable, Sendable {
  package static let byteCount = 32

  package let bytes: [UInt8]

  /// Of a token that was stored.
  init(bytes: [UInt8]) { self.bytes = bytes }

  package init(of text: String) { bytes = SHA256.digest(of: Array(text.utf8)) }

  /// Takes the same time wherever the first difference is.
  package func isSame(as other: TokenDigest) -> Bool { Self.isSame(bytes, other.bytes) }

  /// Takes the same time for texts of one length.
  static func isSame(_ one: String, _ other: String) -> Bool { isSame(Array(one.utf8), Array(other.utf8)) }

  private static func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
