import ControlMessages
import Scheduling

/// By which names this daemon may be called.
///
/// A page of somebody else's, whose name its owner lets point here (DNS rebinding), is in the browser's eyes the same site as
/// this daemon; the name in `Host` gives it away. An address cannot be rebound.
package struct HostRules: Sendable {
  private let listen: ListenAddress
  private let publicHost: URLHost?
  private let isPublicSecure: Bool
  private let allowed: Set<String>

  /// - Parameters:
  ///   - publicURL: under which others reach the daemon.
  ///   - allowed: more names, `host` or `host:port`.
  package init(listen: ListenAddress, publicURL: String? = nil, allowed: Set<String> = []) {
    self.listen = listen
    publicHost = publicURL.flatMap { URLHost(of: $0) }
    isPublicSecure = publicURL?.lowercased().hasPrefix("https://") == true
    self.allowed = allowed
  }

  /// - Parameter host: as the request has it.
  func admit(_ host: String?) -> Bool {
    guard let host = host.flatMap({ Self.host($0) }) else { return false }
    if [listen.host, "localhost", publicHost?.name].contains(host.name) || isAllowed(host) { return true }
    return listen.isWildcard && Self.isAddress(host.name)
  }

  /// Whether what sends from `origin` is a page of ours.
  func admit(origin: String, to host: String?) -> Bool {
    // `Host` leaves the port out that is the scheme's own.
    let scheme = origin.prefix { $0 != ":" }
    guard let page = URLHost(of: origin), let host = host.flatMap({ Self.host($0, scheme: scheme) }) else { return false }
    return page.nameAndPort == host.nameAndPort || page.nameAndPort == publicHost?.nameAndPort || isAllowed(page)
  }

  /// A proxy that speaks TLS stands between the browser and us.
  func isSecure(_ host: String?) -> Bool {
    guard let host = host.flatMap({ Self.host($0) }) else { return false }
    return isPublicSecure && host.name == publicHost?.name
  }

  private func isAllowed(_ host: URLHost) -> Bool { allowed.contains(host.name) || allowed.contains(host.nameAndPort) }

  private static func host(_ text: String, scheme: Substring = "http") -> URLHost? {
    text.contains(where: { "/?#".contains($0) }) ? nil : URLHost(of: "\(scheme)://\(text)")
  }

  private static func isAddress(_ name: String) -> Bool {
    name.contains(":") || ListenAddress("\(name):0") != nil
  }
}
