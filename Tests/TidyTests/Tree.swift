import Foundation

/// The files of the package as they lie on the disk: also of a tarball, which has no git to ask.
struct Tree: Sendable {
  /// Those that are text, by path.
  let files: [TextFile]
  /// Of every file, pictures too.
  let paths: [String]
  /// Every folder that holds a file, at whatever depth, without a slash at its end.
  let folders: Set<String>

  /// The package that this test was built from.
  static let package = Tree(root: packageRoot)

  /// Hidden folders belong to tools, this one to the project.
  private static let hiddenFoldersOfTheProject: Set<String> = [".ci"]
  /// `.git` is a file where the tree is one of several of a repository.
  private static let generated: Set<String> = ["__pycache__", "Package.resolved", ".git"]

  /// Three names above this file; links are resolved, so that a package made of links shows the tree behind them.
  static var packageRoot: URL {
    var file = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    for _ in 0..<3 { file.deleteLastPathComponent() }
    return file
  }

  init(root: URL) {
    paths = Self.paths(below: root, prefix: "").sorted()
    files = paths.compactMap { TextFile(path: $0, root: root) }
    folders = Set(paths.flatMap { Self.ancestors(of: $0) })
  }

  private static func paths(below folder: URL, prefix: String) -> [String] {
    let keys: [URLResourceKey] = [.isDirectoryKey]
    let entries = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: keys)) ?? []
    return entries.flatMap { entry -> [String] in
      let name = entry.lastPathComponent
      guard !generated.contains(name) else { return [] }
      guard (try? entry.resourceValues(forKeys: Set(keys)).isDirectory) == true else { return [prefix + name] }
      if name.hasPrefix("."), !hiddenFoldersOfTheProject.contains(name) { return [] }
      return paths(below: entry, prefix: "\(prefix)\(name)/")
    }
  }

  private static func ancestors(of path: String) -> [String] {
    let parts = path.split(separator: "/").dropLast()
    return parts.indices.map { parts[...$0].joined(separator: "/") }
  }
}

extension Tree {
  /// Those whose name ends with one of `endings`, below `folder`.
  func files(in folder: String = "", _ endings: String...) -> [TextFile] {
    files.filter { file in file.path.hasPrefix(folder) && endings.contains { file.path.hasSuffix($0) } }
  }

  /// Swift and C below Sources and Tests; what else there is (benchmarks) is a package of its own.
  var code: [TextFile] { files(in: "Sources/", ".swift", ".c", ".h") + files(in: "Tests/", ".swift", ".c", ".h") }

  func file(_ path: String) -> TextFile? { files.first { $0.path == path } }

  /// The names of the folders right below `folder`.
  func folders(in folder: String) -> Set<String> {
    Set(folders.filter { $0.hasPrefix("\(folder)/") }.map { String($0.dropFirst(folder.count + 1)) }.filter { !$0.contains("/") })
  }
}
