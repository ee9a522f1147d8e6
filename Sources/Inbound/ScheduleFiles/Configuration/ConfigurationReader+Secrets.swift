import Foundation

/// A secret of a section, from wherever it is kept.
extension ConfigurationReader {
  /// Where a secret may be, and what its key has behind its name.
  private static let places = ["", "_file", "_env"]

  /// Reads `key`, `key_file` (a path, or `credential:NAME`) or `key_env`; nil when none is given, or more than one, which is
  /// reported.
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
    case "_file":
      return read(CredentialFile.path(text, environment: environment) ?? AbsolutePath.of(text, in: directory), key + place, node.place)
    case "_env": return fromEnvironment(text, key + place, node.place)
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
