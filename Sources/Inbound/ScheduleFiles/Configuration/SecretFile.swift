import Foundation

/// Reads a secret from a file of its own.
enum SecretFile {
  /// A key is one line; a JSON web token takes about a kilobyte.
  private static let sizeLimit = 64 * 1024

  /// - Throws: a sentence without the secret.
  static func read(_ path: String) throws(SecretFileError) -> Secret {
    let text: String
    do {
      text = try TextFile.read(path)
    } catch {
      throw SecretFileError("'\(path)' \(error.message)")
    }
    return Secret(try line(text, path))
  }

  /// The one line of the file, without the break at its end.
  private static func line(_ text: String, _ path: String) throws(SecretFileError) -> String {
    var line = Substring(text)
    while let last = line.last, last.isNewline { line.removeLast() }
    guard !line.isEmpty else { throw SecretFileError("'\(path)' is empty") }
    guard line.utf8.count <= sizeLimit, !line.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw SecretFileError("'\(path)' holds more than one line of text; it should hold the secret alone")
    }
    return String(line)
  }

  /// True when every user of this machine can read the file.
  static func isReadableByOthers(_ path: String) -> Bool {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: target)
    return ((attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0) & 0o004 != 0
  }
}

struct SecretFileError: Error {
  let sentence: String
  init(_ sentence: String) { self.sentence = sentence }
}
