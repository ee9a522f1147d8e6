import Foundation

/// Finds what systemd hands to a service (systemd.exec(5), `LoadCredential=`), where a configuration says `credential:NAME`.
enum CredentialFile {
  private static let scheme = "credential:"
  /// Where root finds them who asks outside of the service: what the running daemon was given, and what the next one will be.
  private static let places = ["/run/credentials/carillon.service", "/etc/credstore"]

  /// - Returns: nil when `text` is a path.
  static func path(_ text: String, environment: [String: String]) -> String? {
    guard text.hasPrefix(scheme) else { return nil }
    // One file of the folder, and none elsewhere.
    let name = text.dropFirst(scheme.count).replacing("/", with: "_")
    if let folder = environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty { return "\(folder)/\(name)" }
    return places.lazy.map { "\($0)/\(name)" }.first { FileManager.default.fileExists(atPath: $0) } ?? "\(places[1])/\(name)"
  }
}
