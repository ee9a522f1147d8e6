import Scheduling

/// How text becomes part of a URL.
enum URLText {
  /// All but the unreserved characters percent-encoded (RFC 3986, section 2.3).
  /// - Parameter kept: further characters that stay as they are.
  static func encoded(_ text: String, keeping kept: String = "") -> String {
    text.utf8.map { isUnreserved($0) || kept.utf8.contains($0) ? String(UnicodeScalar($0)) : escape($0) }.joined()
  }

  /// As `application/x-www-form-urlencoded` has it (WHATWG URL, section 5).
  static func formEncoded(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: " "): "+"
      case UInt8(ascii: "~"): escape(byte)
      case UInt8(ascii: "*"): "*"
      default: isUnreserved(byte) ? String(UnicodeScalar(byte)) : escape(byte)
      }
    }.joined()
  }

  /// `url` with the pairs behind its own query, and before its fragment.
  static func appending(_ query: [String: String], to url: String) -> String {
    guard !query.isEmpty else { return url }
    let pairs = query.sorted { $0.key < $1.key }.map { "\(encoded($0.key))=\(encoded($0.value))" }.joined(separator: "&")
    let fragment = url.firstIndex(of: "#") ?? url.endIndex
    let start = url[..<fragment]
    let separator = !start.contains("?") ? "?" : start.hasSuffix("?") || start.hasSuffix("&") ? "" : "&"
    return start + separator + pairs + url[fragment...]
  }

  /// False for what begins with a scheme (RFC 3986, section 3.1).
  static func isRelative(_ reference: String) -> Bool {
    let scheme = reference.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+.-".contains($0)) }
    return !(scheme.first?.isLetter ?? false) || !reference.dropFirst(scheme.count).hasPrefix(":")
  }

  /// What `reference` means in an answer from `base` (RFC 3986, section 5.2, without its removal of dots).
  static func resolved(_ reference: String, against base: String) -> String {
    guard isRelative(reference) else { return reference }
    let scheme = base.prefix { $0 != ":" }
    if reference.hasPrefix("//") { return "\(scheme):\(reference)" }
    let whole = base.prefix { $0 != "?" && $0 != "#" }
    let authority = whole.dropFirst(scheme.count + 3).prefix { $0 != "/" }
    let origin = "\(scheme)://\(authority)"
    if reference.hasPrefix("/") { return origin + reference }
    if reference.hasPrefix("?") { return whole + reference }
    let path = whole.dropFirst(origin.count)
    return origin + (path.lastIndex(of: "/").map { path[...$0] } ?? "/") + reference
  }

  /// What percent signs stand for; one without two hex digits behind it stands for itself.
  static func decoded(_ text: some StringProtocol) -> String {
    let (bytes, sign) = (Array(text.utf8), UInt8(ascii: "%"))
    var decoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == sign, index + 2 < bytes.count, let byte = hexValue(bytes[index + 1], bytes[index + 2]) {
        decoded.append(byte)
        index += 3
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  private static func hexValue(_ digits: UInt8...) -> UInt8? {
    let values = digits.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    return values.count == 2 ? UInt8(values[0] << 4 | values[1]) : nil
  }

  /// Without spaces, control characters and what is beyond ASCII, which a request's first line cannot hold.
  static func isCarriable(_ url: String) -> Bool { url.utf8.allSatisfy { printable.contains($0) } }

  /// `url` with every other byte percent-encoded.
  static func carriable(_ url: String) -> String {
    isCarriable(url) ? url : url.utf8.map { printable.contains($0) ? String(UnicodeScalar($0)) : escape($0) }.joined()
  }

  /// As `carriable`, without braces, which would be taken for a template when it is read again.
  static func carriableLiteral(_ url: String) -> String { carriable(url).replacing("{", with: "%7B").replacing("}", with: "%7D") }

  private static let printable: ClosedRange<UInt8> = 0x21...0x7E

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "-._~".utf8.contains(byte)
    }
  }

  private static func escape(_ byte: UInt8) -> String {
    (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
  }
}
