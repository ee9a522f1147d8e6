import CivilTime
import Scheduling

/// Proves to the receiver who has sent a body, and when: `v1=` and the HMAC-SHA256 (RFC 2104) of `<seconds>.<body>` in hex.
///
/// The time is part of what is signed, so that an old message cannot be sent once more as a new one.
package struct WebhookSignature: Sendable {
  /// Seconds since 1970.
  package static let timestampHeader = "Carillon-Timestamp"
  package static let signatureHeader = "Carillon-Signature"

  package let timestamp: String
  package let value: String

  package init(of body: [UInt8], at instant: Instant, secret: String) {
    timestamp = String(instant.secondsSinceEpoch)
    let code = SHA256.authenticationCode(of: Array("\(timestamp).".utf8) + body, key: Array(secret.utf8))
    value = "v1=" + code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
