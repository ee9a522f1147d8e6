import Foundation
import Testing

/// Documents are found, and lead somewhere.
struct DocumentTests {
  private let tree = Tree.package
  private let links = Link.all(in: .package)

  @Test func everyLinkLeadsToAFile() {
    let targets = Set(tree.paths).union(tree.folders)
    for link in links where !targets.contains(link.target) {
      expectNone([Finding(link.file, line: link.line, "the link to \(link.target) leads nowhere")])
    }
  }

  @Test func everyLinkOfAnInstalledDocumentLeadsToAFile() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "installed-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let root = try await Installation.make(in: folder)
    let documents = root.appending(path: "usr/local/share/doc/carillon")
    let links = Link.all(in: Tree(root: documents))
    #expect(links.count > 100)
    // Some lead through links between folders.
    for link in links where !FileManager.default.fileExists(atPath: documents.appending(path: link.target).path) {
      expectNone([Finding(link.file, line: link.line, "where it is installed, the link to \(link.target) leads nowhere")])
    }
  }

  @Test func everyLinkIntoADocumentLeadsToAHeading() {
    var anchors: [String: Set<String>] = [:]
    for link in links {
      guard let anchor = link.anchor, let file = tree.file(link.target), file.path.hasSuffix(".md") else { continue }
      if anchors[file.path] == nil { anchors[file.path] = Self.anchors(of: file) }
      if anchors[file.path]?.contains(anchor) != true {
        expectNone([Finding(link.file, line: link.line, "\(link.target) has no heading #\(anchor)")])
      }
    }
  }

  /// As GitHub names them: small letters, hyphens for blanks, nothing but letters, digits, `-` and `_` besides; a second one of a name is `-1`.
  private static func anchors(of file: TextFile) -> Set<String> {
    var (anchors, isShown, counts): (Set<String>, Bool, [String: Int]) = ([], true, [:])
    for line in file.lines {
      if line.hasPrefix("```") { isShown.toggle() }
      guard isShown, line.hasPrefix("#") else { continue }
      let kept = line.drop { $0 == "#" }.drop { $0 == " " }.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
      let name = kept.map { $0 == " " ? "-" : String($0) }.joined()
      let count = counts[name, default: 0]
      anchors.insert(count == 0 ? name : "\(name)-\(count)")
      counts[name] = count + 1
    }
    return anchors
  }

  @Test func everyDocumentIsLinkedFromAnother() {
    for file in tree.files(in: "docs/", ".md") where !links.contains(where: { $0.target == file.path && $0.file != file.path }) {
      expectNone([Finding(file.path, "no other document links to it")])
    }
  }

  @Test func theMapOfTheReadmeNamesEveryFolder() {
    let named = FolderMap(.package).named.keys
    let top = tree.folders.filter { !$0.contains("/") && !$0.hasPrefix(".") }
    let rooms = tree.folders(in: "Sources").map { "Sources/\($0)" }
    for folder in (top + rooms + rooms.flatMap { room in tree.folders(in: room).map { "\(room)/\($0)" } }).sorted() {
      if !named.contains(folder) { expectNone([Finding("README.md", "the map does not name \(folder)/")]) }
    }
  }

  @Test func theMapOfTheReadmeNamesNothingElse() {
    for (folder, line) in FolderMap(.package).named.sorted(by: { $0.value < $1.value }) where !tree.folders.contains(folder) {
      expectNone([Finding("README.md", line: line, "the map names \(folder)/, which is not there")])
    }
  }
}
