import ControlMessages

/// Who of the ZenML server's users may ask over the network.
extension ConfigurationReader {
  func zenmlLogin(_ mapping: inout MappingReader, server: Configuration.Server?) -> Configuration.ZenMLLogin? {
    guard mapping.gives("zenml_login"), var reader = mapping.mapping("zenml_login") else { return nil }
    let everyone = reader.choice("role", of: Role.self)
    let users = reader.entries("users").reduce(into: [String: Role]()) { users, entry in
      guard let text = reader.text(of: entry.value, "the role of '\(MappingReader.shown(entry.key))'") else { return }
      guard let role = Role(rawValue: text) else {
        let words = Role.allCases.map(\.rawValue).joined(separator: ", ")
        return log.error(
          "the role of '\(MappingReader.shown(entry.key))' is '\(MappingReader.shown(text))', none of \(words)", at: entry.value.place)
      }
      users[entry.key] = role
    }
    reader.finish()
    if server == nil, purpose == .use, !log.hasErrors {
      log.error("zenml_login needs server: it is asked who its users are", at: mapping.keyPlace("zenml_login"))
    }
    if everyone == nil, users.isEmpty, !log.hasErrors {
      log.error("zenml_login lets nobody in: give role for all users of the server, or users: {NAME: ROLE}", at: reader.place)
    }
    return Configuration.ZenMLLogin(everyone: everyone, users: users)
  }
}
