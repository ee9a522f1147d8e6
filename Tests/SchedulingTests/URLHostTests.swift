import Scheduling
import TestSupport
import Testing

/// What is read byte by byte is what is read character by character.
@Suite struct URLHostTests {
  private static let pieces = [
    "http://", "HTTPS://", "https://", "hTTp:/", "ftp://", "host", "HOST.example", "127.0.0.1", ":", ":80", ":443x", ":99999", ":65535",
    "/", "//", "?", "#", "@", "user@", "\\", "[", "]", "::1", "[::1]", " ", "%2F", "_", "-", "{{due}}", "\r\n", "\t", "a", "Z", "0", "",
  ]
  /// Slashes that are none to a reader of characters, and letters that are not ASCII.
  private static let foreign = ["\u{301}", "ä", "İ", "K", "/\u{20DD}", "\u{200D}"]

  private static func random(_ seed: UInt64, of pieces: [String]) -> String {
    var generator = SeededGenerator(seed: seed)
    let start = ["http://", "https://", "HTTP://", ""].randomElement(using: &generator) ?? ""
    return start
      + (0..<Int.random(in: 0...6, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
  }

  @Test func isThatOfTheCharacters() {
    for seed in UInt64(0)..<20_000 {
      let url = Self.random(seed, of: seed % 2 == 0 ? Self.pieces : Self.pieces + Self.foreign)
      #expect(URLHost(of: url)?.nameAndPort == Self.nameAndPort(url), "seed \(seed): \(url)")
    }
  }

  /// As it was first written.
  private static func nameAndPort(_ url: String) -> String? {
    guard !url.contains("\\") else { return nil }
    guard let scheme = ["http://", "https://"].first(where: { url.lowercased().hasPrefix($0) }) else { return nil }
    let authority = url.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
    let (host, port) = split(authority)
    let isPlain = host.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789-._:".unicodeScalars.contains(scalar))
    }
    guard !host.isEmpty, isPlain else { return nil }
    guard port.isEmpty || (port.utf8.allSatisfy { (48...57).contains($0) } && UInt16(port) != nil) else { return nil }
    return "\(host.lowercased()):\(port.isEmpty ? (scheme == "https://" ? "443" : "80") : String(port))"
  }

  private static func split(_ authority: Substring) -> (Substring, Substring) {
    if authority.hasPrefix("["), let close = authority.firstIndex(of: "]") {
      let rest = authority[authority.index(after: close)...]
      return (authority.dropFirst()[..<close], rest.hasPrefix(":") ? rest.dropFirst() : rest)
    }
    guard let colon = authority.firstIndex(of: ":") else { return (authority, "") }
    return (authority[..<colon], authority[authority.index(after: colon)...])
  }
}
