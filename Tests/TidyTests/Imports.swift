/// The modules of the package by the rooms they stand in, and who imports what.
struct Rooms: Sendable {
  let core: Set<String>
  let inbound: Set<String>
  let outbound: Set<String>

  static let here = Rooms(.package)

  private init(_ tree: Tree) {
    core = tree.folders(in: "Sources/Core")
    inbound = tree.folders(in: "Sources/Inbound")
    outbound = tree.folders(in: "Sources/Outbound")
  }
}

extension Tree {
  /// The imports below `folder` that `problem` finds fault with.
  func imports(in folder: String, _ problem: (String) -> String?) -> [Finding] {
    files(in: folder, ".swift").flatMap { file in
      file.findings(in: file.code) { line in line.importedModule.flatMap(problem) }
    }
  }
}

extension String {
  /// `GRDB` of `@testable import GRDB`, of `package import struct GRDB.Row` too; nil for a line that imports nothing.
  fileprivate var importedModule: String? {
    let words = split(separator: " ")
    guard let index = words.firstIndex(of: "import"), words[..<index].allSatisfy(Self.mayPrecedeImport) else { return nil }
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var", "actor"]
    return words[(index + 1)...].first { !kinds.contains($0) }?.split(separator: ".").first.map(String.init)
  }

  private static func mayPrecedeImport(_ word: Substring) -> Bool {
    word.hasPrefix("@") || ["public", "package", "internal", "fileprivate", "private"].contains(word)
  }
}
