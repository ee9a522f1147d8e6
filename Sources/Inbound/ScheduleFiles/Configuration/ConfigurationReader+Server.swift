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
      if !reader.gives("url") { log.error("server needs url", at: reader.place) }
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

  /// One way to log in that the file or the environment offers.
  private struct Offer {
    let kind: Kind
    /// The key or variable.
    let name: String
    let place: Place?
    /// Nil when it could not be read, which is reported.
    let secret: Secret?

    enum Kind { case apiKey, password, token }
  }

  private static let ways = "api_key_file, api_key, username with password_file or password, token_file, token"
  private static let keys: [(key: String, kind: Offer.Kind)] = [("api_key", .apiKey), ("password", .password), ("token", .token)]
  private static let variables: [(name: String, kind: Offer.Kind)] = [
    ("CARILLON_SERVER_API_KEY", .apiKey), ("CARILLON_SERVER_PASSWORD", .password), ("CARILLON_SERVER_TOKEN", .token),
  ]

  private func authentication(_ reader: inout MappingReader, url: String?) -> Configuration.Server.Authentication? {
    let username = reader.text("username")
    var offers = fileOffers(&reader)
    offers += Self.variables.compactMap { offer($0.name, $0.kind) }
    if offers.isEmpty, zenMLKeyIsForServer(url) { offers += [offer("ZENML_STORE_API_KEY", .apiKey)].compactMap { $0 } }
    guard offers.count == 1, let offer = offers.first else {
      log.error(sentence(for: offers), at: offers.last?.place ?? reader.place)
      return nil
    }
    return authentication(offer, username: username, reader)
  }

  private func sentence(for offers: [Offer]) -> String {
    guard !offers.isEmpty else { return "server needs one way to log in: \(Self.ways)" }
    return "server needs exactly one way to log in, not \(offers.map(\.name).joined(separator: " and "))"
  }

  private func authentication(
    _ offer: Offer, username: String?, _ reader: MappingReader
  ) -> Configuration.Server.Authentication? {
    guard (offer.kind == .password) == (username != nil) else {
      let sentence = username == nil ? "\(offer.name) needs username" : "username belongs to a password; \(offer.name) has none"
      log.error(sentence, at: username == nil ? offer.place ?? reader.place : reader.keyPlace("username"))
      return nil
    }
    guard let secret = offer.secret else { return nil }
    switch offer.kind {
    case .apiKey: return .apiKey(secret)
    case .password: return .password(username: username ?? "", secret)
    case .token: return .token(secret)
    }
  }

  /// The key in the environment belongs to the server in the environment, not to another that the file names.
  private func zenMLKeyIsForServer(_ url: String?) -> Bool {
    guard let text = variable("ZENML_STORE_URL") else { return true }
    return (try? ServerURL.normalized(text)) == url
  }

  private func offer(_ name: String, _ kind: Offer.Kind) -> Offer? {
    variable(name).map { Offer(kind: kind, name: name, place: nil, secret: Secret($0)) }
  }

  private func fileOffers(_ reader: inout MappingReader) -> [Offer] {
    var offers: [Offer] = []
    for (key, kind) in Self.keys {
      if reader.gives(key) {
        offers.append(Offer(kind: kind, name: key, place: reader.keyPlace(key), secret: reader.text(key).map(Secret.init)))
        warnIfReadable(path, "this file holds \(key) and", at: reader.keyPlace(key))
      }
      let fileKey = "\(key)_file"
      if reader.gives(fileKey) {
        offers.append(Offer(kind: kind, name: fileKey, place: reader.keyPlace(fileKey), secret: secret(&reader, fileKey)))
      }
    }
    return offers
  }

  private func secret(_ reader: inout MappingReader, _ key: String) -> Secret? {
    guard let node = reader.take(key), let text = reader.text(of: node, key) else { return nil }
    let file = AbsolutePath.of(text, in: directory)
    do throws(SecretFileError) {
      let secret = try SecretFile.read(file)
      warnIfReadable(file, "\(key) '\(file)'", at: node.place)
      return secret
    } catch {
      log.error("\(key) \(error.sentence)", at: node.place)
      return nil
    }
  }

  private func warnIfReadable(_ file: String, _ subject: String, at place: Place) {
    guard SecretFile.isReadableByOthers(file) else { return }
    log.warning("\(subject) can be read by every user of this machine; chmod 600 \(file)", at: place)
  }
}
