import Scheduling

/// JFrog ML and how to log in to it.
extension ConfigurationReader {
  private static let ways = "token_file, token, username with password_file or password"
  private static let choices = [
    LoginChoice(kind: .password, key: "password", variable: "CARILLON_JFROG_PASSWORD"),
    LoginChoice(kind: .token, key: "token", variable: "CARILLON_JFROG_TOKEN"),
  ]

  /// Nil when the file does not name it, or when something is wrong with it.
  func jfrog(_ mapping: inout MappingReader) -> Configuration.JFrog? {
    guard var reader = mapping.mapping("jfrog") else { return nil }
    let url = jfrogURL(&reader)
    let authentication = jfrogAuthentication(&reader)
    let hosts = hosts(&reader, "endpoint_hosts", example: "[models.example.com]")
    reader.finish()
    guard let url, let authentication else { return nil }
    return Configuration.JFrog(url: url, authentication: authentication, endpointHosts: hosts)
  }

  private func jfrogURL(_ reader: inout MappingReader) -> String? {
    guard let node = reader.take("url") else {
      if !reader.gives("url") { log.error("jfrog needs url", at: reader.place) }
      return nil
    }
    guard let text = reader.text(of: node, "url") else { return nil }
    do throws(ServerURLError) {
      return try ServerURL.plain(text, instead: "token_file, or username and password_file")
    } catch {
      log.error("url \(error.sentence)", at: node.place)
      return nil
    }
  }

  private func jfrogAuthentication(_ reader: inout MappingReader) -> Configuration.JFrog.Authentication? {
    switch login(&reader, "jfrog", Self.choices, ways: Self.ways) {
    case .password(let username, let password): return .password(username: username, password)
    case .token(let token): return .token(token)
    case .apiKey: preconditionFailure("it offers no API key")
    case nil: return nil
    }
  }
}
