import HTTP

/// Which ZenML server to speak with, about which project, and as whom.
public struct ZenMLConfiguration: Sendable {
  /// The server's own default project, for configurations that name none.
  public static let projectDefault = "default"
  /// The stack that every server begins with.
  public static let stackDefault = "default"

  /// `https://zen.example`: no slash at the end, no `/api/v1`.
  public let serverURL: String
  /// Name or id of the active project: lists are of it, and what is made belongs to it.
  public let project: String
  /// Name or id of the active stack.
  public let stack: String
  /// How to prove who is asking.
  public let credentials: ZenMLCredentials
  /// Of each request by itself; waits between requests do not count.
  public let timeouts: HTTPTimeouts

  /// - Parameter url: http or https, with or without a path; a trailing slash or `/api/v1` is dropped.
  /// - Throws: when the URL cannot be a ZenML server's, with what to write instead.
  public init(
    url: String, project: String? = nil, stack: String? = nil, credentials: ZenMLCredentials, timeouts: HTTPTimeouts = .standard
  ) throws(ZenMLConfigurationError) {
    guard let host = PlainHost(of: url) else { throw .noServerURL }
    guard host.name != Self.cloudControlPlane else { throw .cloudControlPlane }
    serverURL = Self.withoutTail(url)
    self.project = project ?? Self.projectDefault
    self.stack = stack ?? Self.stackDefault
    self.credentials = credentials
    self.timeouts = timeouts
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

/// Why a URL cannot be a ZenML server's.
public enum ZenMLConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Not http or https with a plain host.
  case noServerURL
  /// ZenML Pro's control plane, which holds no pipelines.
  case cloudControlPlane

  /// What is wrong, and what to write instead.
  public var description: String {
    switch self {
    case .noServerURL:
      "the server's url is not http:// or https:// with a plain host (credentials do not belong into it); write one such as https://zenml.example"
    case .cloudControlPlane:
      "cloudapi.zenml.io manages ZenML Pro workspaces and holds no schedules; write the URL of the workspace itself (its page shows it)"
    }
  }
}
