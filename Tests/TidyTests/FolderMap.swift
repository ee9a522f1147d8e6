/// The folders that the map in README names: words with a slash at their end, below the folder that begins their line, or
/// else below the line that is indented less.
struct FolderMap {
  /// Folders, without the slash, and the lines that name them. A folder is named with each one below it.
  private(set) var named: [String: Int] = [:]

  init(_ tree: Tree) {
    guard let readme = tree.file("README.md") else { return }
    var parents: [(indentation: Int, path: String)] = []
    for (index, line) in readme.lines.enumerated().drop(while: { $0.element != "## Map" }) {
      let indentation = line.prefix { $0 == " " }.count
      parents.removeAll { $0.indentation >= indentation }
      let words = line.split(separator: " ").map { $0.trimmingSuffix(while: { ":,;.()".contains($0) }) }
      var folder = parents.last?.path ?? ""
      for (position, word) in words.enumerated() where word.count > 1 && word.hasSuffix("/") {
        let path = folder + word
        note(path, line: index + 1)
        if position == 0 {
          parents.append((indentation, path))
          folder = path
        }
      }
    }
  }

  private mutating func note(_ path: String, line: Int) {
    let parts = path.split(separator: "/")
    for index in parts.indices {
      let folder = parts[...index].joined(separator: "/")
      named[folder] = min(named[folder] ?? line, line)
    }
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while isMeant: (Character) -> Bool) -> Substring {
    var rest = self
    while let last = rest.last, isMeant(last) { rest.removeLast() }
    return rest
  }
}
