import ControlMessages
import Scheduling

/// Who of the ZenML server's users may ask over the network.
extension ConfigurationReader {
  func zenmlLogin(_ mapping: inout MappingReader, server: Configuration.Server?) -> Configuration.ZenMLLogin? {
    guard mapping.gives("zenml_login"), var reader = mapping.mapping("zenml_login") else { return nil }
    let everyone = reader.choice("role", of: Role.self)
    var login = Configuration.ZenMLLogin(everyone: everyone, users: [:])
    for entry in reader.entries("users") {
      guard let role = role(of: entry, reader) else { continue }
      // In each form of a UUID: what looks like an id is never a name that somebody could take.
      if let id = Identifier(entry.key) {
        let earlier = login.ids.updateValue(role, forKey: id)
        if earlier != nil { log.error("users gives the id \(id) twice", at: entry.keyPlace) }
      } else {
        login.users[entry.key] = role
        warnOfName(entry, role, everyone)
      }
    }
    reader.finish()
    if server == nil, purpose == .use, !log.hasErrors {
      log.error("zenml_login needs server: it is asked who its users are", at: mapping.keyPlace("zenml_login"))
    }
    if everyone == nil, login.users.isEmpty, login.ids.isEmpty, !log.hasErrors {
      log.error("zenml_login lets nobody in: give role for all users of the server, or users: {ID: ROLE}", at: reader.place)
    }
    return login
  }

  private func role(of entry: YAMLEntry, _ reader: MappingReader) -> Role? {
    let key = MappingReader.shown(entry.key)
    guard let text = reader.text(of: entry.value, "the role of '\(key)'") else { return nil }
    if let role = Role(rawValue: text) { return role }
    let words = Role.allCases.map(\.rawValue).joined(separator: ", ")
    log.error("the role of '\(key)' is '\(MappingReader.shown(text))', none of \(words)", at: entry.value.place)
    return nil
  }

  /// Users of a ZenML server choose their own names: whoever takes one has what it gives, and whoever leaves one has not what it forbids.
  private func warnOfName(_ entry: YAMLEntry, _ role: Role, _ everyone: Role?) {
    let (isAdmin, isLess) = (role == .admin && everyone != .admin, everyone.map { role < $0 } ?? false)
    guard isAdmin || isLess else { return }
    log.warning(
      "'\(MappingReader.shown(entry.key)): \(role.rawValue)' goes by a name, and users of a ZenML server choose their own; "
        + "write the id of the user or service account instead (zenml user list, zenml service-account list)", at: entry.keyPlace)
  }
}
