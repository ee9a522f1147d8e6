import Foundation

/// Percent-encoding of RFC 3986: everything but the unreserved characters, fit for queries, path parts and forms.
enum PercentEncoding {
  /// RFC 3986 section 2.3.
  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

  static func encode(_ text: String) -> String {
    guard let encoded = text.addingPercentEncoding(withAllowedCharacters: unreserved) else {
      preconditionFailure("a String is valid Unicode and can be encoded")
    }
    return encoded
  }

  /// `name=value&name=value`.
  static func pairs(_ pairs: [(name: String, value: String)]) -> String {
    pairs.map { "\(encode($0.name))=\(encode($0.value))" }.joined(separator: "&")
  }
}
