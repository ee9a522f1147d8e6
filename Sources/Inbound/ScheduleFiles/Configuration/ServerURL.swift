import Scheduling

/// The address of a server as people copy it.
enum ServerURL {
  private static let proControlPlane = "cloudapi.zenml.io"

  /// Of a ZenML server: without slashes at the end and without `/api/v1`.
  /// - Throws: what is wrong with it, without the URL, which may hold a password.
  static func normalized(_ text: String) throws(ServerURLError) -> String {
    let url = try plain(text, instead: "api_key_file, or username and password_file")
    guard let host = URLHost(of: url), !isProControlPlane(host.name) else { throw ServerURLError(controlPlaneSentence) }
    return withoutSlashes(withoutSuffix("/api/v1", of: url))
  }

  /// Without slashes at the end.
  /// - Parameter instead: the keys that hold credentials.
  /// - Throws: what is wrong with it, without the URL, which may hold a password.
  static func plain(_ text: String, instead keys: String) throws(ServerURLError) -> String {
    let afterScheme = text.drop { $0 != "/" }.drop { $0 == "/" }
    if afterScheme.prefix(while: { !"/?#".contains($0) }).contains("@") {
      throw ServerURLError("must not hold a user or password; use \(keys)")
    }
    guard URLHost(of: text) != nil else { throw ServerURLError("must be http:// or https:// with a host") }
    guard !text.contains(where: { "?#".contains($0) || $0.isWhitespace }) else {
      throw ServerURLError("must end with the path; remove what begins with ? or #")
    }
    return withoutSlashes(text)
  }

  private static func isProControlPlane(_ host: String) -> Bool {
    let host = host.hasSuffix(".") ? String(host.dropLast()) : host
    return host == proControlPlane || host.hasSuffix(".\(proControlPlane)")
  }

  private static let controlPlaneSentence =
    "is the control plane of ZenML Pro, which holds no schedules; give the workspace's own URL, "
    + "which the dashboard shows in the workspace's settings and `zenml status` prints"

  private static func withoutSuffix(_ suffix: String, of text: String) -> String {
    text.hasSuffix(suffix) ? String(text.dropLast(suffix.count)) : text
  }

  private static func withoutSlashes(_ text: String) -> String {
    var text = text
    while text.hasSuffix("/") { text.removeLast() }
    return text
  }
}

struct ServerURLError: Error {
  let sentence: String
  init(_ sentence: String) { self.sentence = sentence }
}
