import Foundation

/// The names that a file seems to give to schedules, where nobody can tell what it says: the words behind `name:`, wherever it stands.
/// There may be too many of them, and where YAML is written otherwise some are not found.
struct SupposedNames {
  let names: [String]

  /// As much as a schedule file may have.
  private static let sizeLimit = 4 * 1024 * 1024

  /// - Parameter path: none are found where it cannot be read.
  init(inFile path: String) {
    // Opening a pipe would wait for its other end.
    guard FileState(path)?.isFile == true, let file = FileHandle(forReadingAtPath: path) else {
      names = []
      return
    }
    defer { try? file.close() }
    let data = (try? file.read(upToCount: Self.sizeLimit)) ?? Data()
    names = Self.names(in: String(decoding: data, as: UTF8.self))
  }

  private static func names(in text: String) -> [String] {
    text.split { $0.isNewline || ",{".contains($0) }.compactMap { piece in
      let key = piece.drop { " \t-\"'".contains($0) }
      guard key.hasPrefix("name") else { return nil }
      let sign = key.dropFirst("name".count).drop { " \t\"'".contains($0) }
      guard sign.first == ":" else { return nil }
      let name = sign.dropFirst().drop { " \t\"'".contains($0) }.prefix { $0.isLetter || $0.isNumber || "._-".contains($0) }
      return name.isEmpty ? nil : String(name)
    }
  }
}
