/// The host that a URL leads to, read strictly: what could mean two hosts to two readers is none.
struct PlainHost {
  /// In lower case, without brackets and port.
  let name: String

  /// Nil unless the URL is http or https with a plain host: no user, no escapes, and nowhere a backslash, which some
  /// readers take for a slash and others for part of a user's name.
  init?(of url: String) {
    guard !url.contains("\\"), let scheme = ["http://", "https://"].first(where: url.lowercased().hasPrefix) else { return nil }
    let authority = url.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
    let (host, port) = Self.split(authority)
    guard !host.isEmpty, host.unicodeScalars.allSatisfy(Self.isPlain), port.isEmpty || UInt16(port) != nil else { return nil }
    name = host.lowercased()
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
