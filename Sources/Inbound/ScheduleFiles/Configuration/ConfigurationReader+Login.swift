/// One way to prove who is asking, given by exactly one key or variable.
extension ConfigurationReader {
  /// What a section may offer, in the order in which it is read.
  struct LoginChoice {
    let kind: LoginKind
    /// Of the secret itself; with `_file` behind it, of a file that holds it.
    let key: String
    let variable: String
  }

  enum LoginKind { case apiKey, password, token }

  /// A way that is complete.
  enum Login {
    case apiKey(Secret)
    case password(username: String, Secret)
    case token(Secret)
  }

  /// One way that the file or the environment offers.
  struct LoginOffer {
    let kind: LoginKind
    /// The key or variable.
    let name: String
    let place: Place?
    /// Nil when it could not be read, which is reported.
    let secret: Secret?
  }

  /// - Parameters:
  ///   - subject: the section, for messages.
  ///   - ways: how they are written, for messages.
  ///   - otherwise: offers that count when there is no other.
  /// - Returns: nil, and a report, unless there is exactly one that is complete.
  func login(
    _ reader: inout MappingReader, _ subject: String, _ choices: [LoginChoice], ways: String, otherwise: () -> [LoginOffer] = { [] }
  ) -> Login? {
    let username = reader.text("username")
    var offers = choices.flatMap { fileOffers($0, &reader) }
    offers += choices.compactMap { offer($0.variable, $0.kind) }
    if offers.isEmpty { offers += otherwise() }
    if offers.isEmpty, purpose == .places { offers += ofDaemon(choices, hasUsername: username != nil) }
    guard offers.count == 1, let offer = offers.first else {
      log.error(sentence(for: offers, subject, ways), at: offers.last?.place ?? reader.place)
      return nil
    }
    return login(offer, username: username, reader)
  }

  /// What an environment variable offers.
  func offer(_ name: String, _ kind: LoginKind) -> LoginOffer? {
    variable(name).map { LoginOffer(kind: kind, name: name, place: nil, secret: Secret($0)) }
  }

  /// What the daemon's own environment is taken to offer.
  private func ofDaemon(_ choices: [LoginChoice], hasUsername: Bool) -> [LoginOffer] {
    choices.filter { ($0.kind == .password) == hasUsername }.prefix(1).map { choice in
      LoginOffer(kind: choice.kind, name: choice.variable, place: nil, secret: Self.unread)
    }
  }

  private func sentence(for offers: [LoginOffer], _ subject: String, _ ways: String) -> String {
    guard !offers.isEmpty else { return "\(subject) needs one way to log in: \(ways)" }
    return "\(subject) needs exactly one way to log in, not \(offers.map(\.name).joined(separator: " and "))"
  }

  private func login(_ offer: LoginOffer, username: String?, _ reader: MappingReader) -> Login? {
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

  private func fileOffers(_ choice: LoginChoice, _ reader: inout MappingReader) -> [LoginOffer] {
    var offers: [LoginOffer] = []
    let key = choice.key
    if reader.gives(key) {
      offers.append(LoginOffer(kind: choice.kind, name: key, place: reader.keyPlace(key), secret: reader.text(key).map(Secret.init)))
      warnIfReadable(path, "this file holds \(key) and", at: reader.keyPlace(key))
    }
    let fileKey = "\(key)_file"
    if reader.gives(fileKey) {
      offers.append(LoginOffer(kind: choice.kind, name: fileKey, place: reader.keyPlace(fileKey), secret: secret(&reader, fileKey)))
    }
    return offers
  }

  private func secret(_ reader: inout MappingReader, _ key: String) -> Secret? {
    guard let node = reader.take(key), let text = reader.text(of: node, key) else { return nil }
    return secret(inFile: text, key, node.place)
  }

  func warnIfReadable(_ file: String, _ subject: String, at place: Place) {
    guard SecretFile.isReadableByOthers(file) else { return }
    log.warning("\(subject) can be read by every user of this machine; chmod 600 \(file)", at: place)
  }
}
