/// The address of the API as people copy it.
enum JFrogMLBaseURL {
  /// The path that the document gives its servers.
  private static let defaultPath = "/ml/api"
  /// The document's own, which every path of it begins with.
  private static let version = "/v1"

  static func normalized(_ text: String) throws(JFrogMLURLError) -> String {
    guard let scheme = ["http://", "https://"].first(where: text.lowercased().hasPrefix) else { throw JFrogMLURLError() }
    let rest = withoutSlashes(text.dropFirst(scheme.count))
    let host = rest.prefix { $0 != "/" }
    let path = rest.dropFirst(host.count)
    // No user, no query, no escapes in the host, nowhere a backslash: what could mean two hosts to two readers is none.
    guard !host.isEmpty, host.unicodeScalars.allSatisfy(isPlain), path.unicodeScalars.allSatisfy(isOfPath) else { throw JFrogMLURLError() }
    if path.isEmpty { return scheme + host + defaultPath }
    return scheme + host + (path.hasSuffix(version) ? withoutSlashes(path.dropLast(version.count)) : path)
  }

  private static func withoutSlashes(_ text: Substring) -> Substring {
    var text = text
    while text.hasSuffix("/") { text = text.dropLast() }
    return text
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "A"..."Z", "a"..."z", "0"..."9", "-", ".", "_", ":", "[", "]": true
    default: false
    }
  }

  private static func isOfPath(_ scalar: Unicode.Scalar) -> Bool {
    (0x21...0x7E).contains(scalar.value) && !["?", "#", "\\"].contains(scalar)
  }
}

/// The base URL cannot be that of a server. It does not quote the URL, which may hold a password.
public struct JFrogMLURLError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String {
    "the URL of JFrog ML is not http:// or https:// with a plain host (no user, no ? or #); write one such as https://acme.jfrog.io/ml/api"
  }
}
