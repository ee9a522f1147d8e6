import Scheduling
import Seams

/// Which endpoints may see the credentials of JFrog ML: who writes a deployment's `endpoint_url` could otherwise have them sent
/// anywhere.
package struct JFrogEndpointHosts: Sendable {
  /// Nil for a URL that names no plain host: then only what is listed may.
  private let own: URLHost?
  private let ownIsEncrypted: Bool
  private let listed: Set<String>

  /// - Parameters:
  ///   - baseURL: of JFrog ML itself.
  ///   - listed: `host`, for each of its ports, or `host:port`, in lower case.
  package init(baseURL: String, listed: Set<String>) {
    own = URLHost(of: baseURL)
    ownIsEncrypted = baseURL.lowercased().hasPrefix("https://")
    self.listed = listed
  }

  /// Its own host, on its own port, and what is listed; never in the clear where JFrog ML itself is not spoken to in the clear.
  func mayHaveCredentials(_ url: String) -> Bool {
    guard let host = URLHost(of: url), url.lowercased().hasPrefix("https://") || !ownIsEncrypted else { return false }
    return host.nameAndPort == own?.nameAndPort || listed.contains(host.name) || listed.contains(host.nameAndPort)
  }
}
