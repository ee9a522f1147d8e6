/// `name@host`, in plain ASCII: what can stand in an SMTP command and in a header as it is, and nothing else.
///
/// Quoted local parts and address literals are left out: nobody has them, and each is a place for something else to hide.
package struct MailAddress: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  /// RFC 5321, section 4.5.3.1: 64 bytes before the @, 254 in all.
  package init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].count), !parts[1].isEmpty else { return nil }
    guard parts[0].allSatisfy({ Self.isAlphanumeric($0) || ".!#$%&'*+-/=?^_`{|}~".utf8.contains($0) }) else { return nil }
    guard parts[1].allSatisfy({ Self.isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }) else { return nil }
    // A word that begins with a hyphen looks like an option to programs behind the server.
    guard parts.allSatisfy({ $0.first != UInt8(ascii: "-") && $0.first != UInt8(ascii: ".") && $0.last != UInt8(ascii: ".") }) else {
      return nil
    }
    self.text = text
  }

  package var description: String { text }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }
}
