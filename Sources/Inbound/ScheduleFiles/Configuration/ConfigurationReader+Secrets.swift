import Foundation

/// A secret of a section, from wherever it is kept.
extension ConfigurationReader {
  /// Where a secret may be, and what its key has behind its name.
  private static let places = ["", "_file", "_env", "_credential"]

  /// Reads `key`, `key_file`, `key_env` or `key_credential`; nil when none is given, or more than one, which is reported.
  ///
  /// A credential is a file of the service manager's (`LoadCredential=`, systemd.exec(5)).
  func secret(named key: String, _ reader: inout MappingReader) -> Secret? {
    var given: [String] = []
    for place in Self.places where reader.gives(key + place) { given.append(place) }
    guard given.count <= 1 else {
      let names = given.map { key + $0 }.joined(separator: " and ")
      log.error("\(names) are both given; keep one of them", at: reader.keyPlace(key + given[1]))
      return nil
    }
    guard let place = given.first, let node = reader.take(key + place), let text = reader.text(of: node, key + place) else { return nil }
    switch place {
    case "_file": return read(AbsolutePath.of(text, in: directory), key + place, node.place)
    case "_env": return fromEnvironment(text, key + place, node.place)
    case "_credential": return credential(text, key + place, node.place)
    default:
      warnIfReadable(path, "this file holds \(key) and", at: node.place)
      return Secret(text)
    }
  }

  func givesSecret(named key: String, _ reader: inout MappingReader) -> Bool {
    var isGiven = false
    for place in Self.places where reader.gives(key + place) { isGiven = true }
    return isGiven
  }

  private func fromEnvironment(_ name: String, _ key: String, _ place: Place) -> Secret? {
    if let value = variable(name) { return Secret(value) }
    log.error("\(key): the environment has no variable '\(MappingReader.shown(name))'", at: place)
    return nil
  }

  private func credential(_ name: String, _ key: String, _ place: Place) -> Secret? {
    guard !name.contains("/"), name != ".." else {
      log.error("\(key) '\(MappingReader.shown(name))' is the bare name of a credential, without a path", at: place)
      return nil
    }
    guard let folder = variable("CREDENTIALS_DIRECTORY") else {
      log.error("\(key): there are no credentials here; the unit needs LoadCredential=\(MappingReader.shown(name)):…", at: place)
      return nil
    }
    return read("\(folder)/\(name)", key, place)
  }

  private func read(_ file: String, _ key: String, _ place: Place) -> Secret? {
    do throws(SecretFileError) {
      let secret = try SecretFile.read(file)
      warnIfReadable(file, "\(key) '\(file)'", at: place)
      return secret
    } catch {
      log.error("\(key) \(error.sentence)", at: place)
      return nil
    }
  }
}
