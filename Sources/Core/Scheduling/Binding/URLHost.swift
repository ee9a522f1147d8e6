/// The host that a URL really leads to, read strictly: what could mean two hosts to two readers is none.
package struct URLHost: Hashable, Sendable {
  /// In lower case, without brackets.
  package let name: String
  /// `name:port`, with the scheme's own port where the URL gives none.
  package let nameAndPort: String

  /// Nil unless the URL is http or https with a plain host: no user, no template, no escapes, and nowhere a backslash,
  /// which some readers take for a slash and others for part of a user's name.
  package init?(of url: String) {
    if let bytes = url.utf8.withContiguousStorageIfAvailable({ ASCIIHost($0) }) {
      switch bytes {
      case .found(let name, let port): self.init(name: name, port: port)
      case .none: return nil
      case .notASCII: self.init(ofCharacters: url)
      }
    } else {
      self.init(ofCharacters: url)
    }
  }

  private init(name: String, port: String) {
    self.name = name
    nameAndPort = name + ":" + port
  }

  /// Character by character, as a reader would who takes a slash with an accent for no slash.
  private init?(ofCharacters url: String) {
    guard !url.contains("\\") else { return nil }
    guard let scheme = ["http://", "https://"].first(where: { url.lowercased().hasPrefix($0) }) else { return nil }
    let authority = url.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
    let (host, port) = Self.split(authority)
    guard !host.isEmpty, host.unicodeScalars.allSatisfy(Self.isPlain) else { return nil }
    guard port.isEmpty || (port.utf8.allSatisfy { (48...57).contains($0) } && UInt16(port) != nil) else { return nil }
    self.init(name: host.lowercased(), port: port.isEmpty ? (scheme == "https://" ? "443" : "80") : String(port))
  }

  private static func split(_ authority: Substring) -> (host: Substring, port: Substring) {
    if authority.hasPrefix("["), let close = authority.firstIndex(of: "]") {
      let rest = authority[authority.index(after: close)...]
      return (authority[authority.index(after: authority.startIndex)..<close], rest.hasPrefix(":") ? rest.dropFirst() : rest)
    }
    guard let colon = authority.firstIndex(of: ":") else { return (authority, "") }
    return (authority[..<colon], authority[authority.index(after: colon)...])
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "A"..."Z", "a"..."z", "0"..."9", "-", ".", "_", ":": true
    default: false
    }
  }
}
