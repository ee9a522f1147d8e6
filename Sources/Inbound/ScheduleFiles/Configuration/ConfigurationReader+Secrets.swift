import Foundation

/// A secret of a section, from wherever it is kept.
extension ConfigurationReader {
  /// Where a secret may be, and what its key has behind its name.
  private static let places = ["", "_file", "_env"]
  /// Stands for one that is not looked for.
  static let unread = Secret("")

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
    case "_file": return secret(inFile: text, key + place, node.place)
    case "_env": return secret(inVariable: text, key + place, node.place)
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

  private func secret(inVariable name: String, _ key: String, _ place: Place) -> Secret? {
    guard purpose == .use else { return Self.unread }
    if let value = variable(name) { return Secret(value) }
    log.error("\(key): the environment has no variable '\(MappingReader.shown(name))'", at: place)
    return nil
  }

  /// - Parameter text: a path, or `credential:NAME`.
  func secret(inFile text: String, _ key: String, _ place: Place) -> Secret? {
    guard purpose == .use else { return Self.unread }
    let file = CredentialFile.path(text, environment: environment) ?? AbsolutePath.of(text, in: directory)
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
