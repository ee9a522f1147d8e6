import Seams

/// A URL as sentences name it: scheme and host. Of some services the path is the secret, so it is left out; which path it was
/// is in the schedule's own definition.
struct URLPlace: CustomStringConvertible {
  let description: String

  /// - Parameter shown: without user info, query and fragment, as requests and errors describe themselves.
  init(_ shown: some StringProtocol) {
    let scheme = shown.prefix { $0 != ":" }
    let rest = shown.dropFirst(scheme.count)
    guard rest.hasPrefix("://") else {
      description = "…"
      return
    }
    let host = rest.dropFirst(3).prefix { $0 != "/" }
    let path = rest.dropFirst(3 + host.count)
    description = "\(scheme)://\(host)\(path.count > 1 ? "/…" : path)"
  }
}

extension HTTPRequest {
  /// `POST https://api.example/…`
  var place: String {
    let words = description.split(separator: " ", maxSplits: 1)
    return "\(method) \(URLPlace(words.count == 2 ? words[1] : ""))"
  }
}
