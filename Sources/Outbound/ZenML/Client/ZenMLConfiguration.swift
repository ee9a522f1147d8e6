import Scheduling

/// Which ZenML server to speak with, about which project, and as whom.
package struct ZenMLConfiguration: Sendable {
  /// The server's own default project, for configurations that name none.
  package static let projectDefault = "default"

  /// `https://zen.example`: no slash at the end, no `/api/v1`.
  package let serverURL: String
  /// Name or id.
  package let project: String
  package let credentials: ZenMLCredentials

  /// - Parameter url: http or https, with or without a path; a trailing slash or `/api/v1` is dropped.
  /// - Throws: when the URL cannot be a ZenML server's, with what to write instead.
  package init(
    url: String, project: String? = nil, credentials: ZenMLCredentials
  ) throws(ZenMLConfigurationError) {
    guard let host = URLHost(of: url) else { throw .noServerURL }
    guard host.name != Self.cloudControlPlane else { throw .cloudControlPlane }
    serverURL = Self.withoutTail(url)
    self.project = project ?? Self.projectDefault
    self.credentials = credentials
  }

  /// It manages ZenML Pro workspaces and holds no schedules; each workspace has a server of its own.
  private static let cloudControlPlane = "cloudapi.zenml.io"

  private static func withoutTail(_ url: String) -> String {
    var rest = url.prefix { $0 != "?" && $0 != "#" }
    while rest.hasSuffix("/") { rest = rest.dropLast() }
    if rest.hasSuffix("/api/v1") { rest = rest.dropLast("/api/v1".count) }
    while rest.hasSuffix("/") { rest = rest.dropLast() }
    return String(rest)
  }
}

package enum ZenMLConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  case noServerURL
  case cloudControlPlane

  package var description: String {
    switch self {
    case .noServerURL:
      "the server's url is not http:// or https:// with a plain host (credentials do not belong into it); write one such as https://zenml.example"
    case .cloudControlPlane:
      "cloudapi.zenml.io manages ZenML Pro workspaces and holds no schedules; write the URL of the workspace itself (its page shows it)"
    }
  }
}
