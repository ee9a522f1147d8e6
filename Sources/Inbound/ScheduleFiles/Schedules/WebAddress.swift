import Scheduling

/// Addresses that are called as they are.
enum WebAddress {
  static let rule = "must be an http:// or https:// address with a host, without user, blanks or #"

  static func isUsable(_ text: String) -> Bool {
    URLHost(of: text) != nil && text.utf8.count <= lengthMost
      && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }
  }

  private static let lengthMost = 2000
}
