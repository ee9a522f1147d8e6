/// The server and how to log in to it.
extension ConfigurationReader {
  private typealias Server = Configuration.Server

  /// Nil when neither the file nor the environment names a server, or when something is wrong with it.
  func server(_ mapping: inout MappingReader) -> Configuration.Server? {
    let isGiven = mapping.gives("server")
    guard isGiven || variable("ZENML_STORE_URL") != nil else { return nil }
    let empty = YAMLNode(content: .mapping([]), place: mapping.keyPlace("server"))
    guard let node = isGiven ? mapping.take("server") : empty, var reader = MappingReader(node, "server", log: log) else { return nil }
    let url = url(&reader)
    let project = reader.text("project")
    let authentication = authentication(&reader, url: url)
    reader.finish()
    guard let url, let authentication else { return nil }
    return Server(url: url, project: project ?? Configuration.projectDefault, authentication: authentication)
  }

  // MARK: URL

  private func url(_ reader: inout MappingReader) -> String? {
    if let node = reader.take("url") {
      guard let text = reader.text(of: node, "url") else { return nil }
      return normalized(text) { log.error("url \($0)", at: node.place) }
    }
    guard !reader.gives("url"), let text = variable("ZENML_STORE_URL") else {
      if !reader.gives("url"), purpose == .use { log.error("server needs url", at: reader.place) }
      return nil
    }
    return normalized(text) { log.append(FileProblem(file: "ZENML_STORE_URL", message: "the URL \($0)")) }
  }

  private func normalized(_ text: String, report: (String) -> Void) -> String? {
    do throws(ServerURLError) {
      return try ServerURL.normalized(text)
    } catch {
      report(error.sentence)
      return nil
    }
  }

  // MARK: Authentication

  private static let ways = "api_key_file, api_key, username with password_file or password, token_file, token"
  private static let choices = [
    LoginChoice(kind: .apiKey, key: "api_key", variable: "CARILLON_SERVER_API_KEY"),
    LoginChoice(kind: .password, key: "password", variable: "CARILLON_SERVER_PASSWORD"),
    LoginChoice(kind: .token, key: "token", variable: "CARILLON_SERVER_TOKEN"),
  ]

  private func authentication(_ reader: inout MappingReader, url: String?) -> Configuration.Server.Authentication? {
    let login = login(&reader, "server", Self.choices, ways: Self.ways) {
      zenMLKeyIsForServer(url) ? [offer("ZENML_STORE_API_KEY", .apiKey)].compactMap(\.self) : []
    }
    switch login {
    case .apiKey(let key): return .apiKey(key)
    case .password(let username, let password): return .password(username: username, password)
    case .token(let token): return .token(token)
    case nil: return nil
    }
  }

  /// The key in the environment belongs to the server in the environment, not to another that the file names.
  private func zenMLKeyIsForServer(_ url: String?) -> Bool {
    guard let text = variable("ZENML_STORE_URL") else { return true }
    return (try? ServerURL.normalized(text)) == url
  }
}
