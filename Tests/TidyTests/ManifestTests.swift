import Testing

/// Package.swift and the folders say the same.
struct ManifestTests {
  private let tree = Tree.package

  @Test func everyTargetHasItsFolder() {
    for target in Self.targets(of: tree) where !tree.folders.contains(target.folder) {
      expectNone([Finding("Package.swift", line: target.line, "the target's folder \(target.folder) is not there")])
    }
  }

  /// Tests in a folder without a target would never run, and nothing would say so.
  @Test func everyFileOfSwiftBelongsToATarget() {
    let folders = Self.targets(of: tree).map { "\($0.folder)/" }
    for file in tree.files(".swift") where file.path.hasPrefix("Sources/") || file.path.hasPrefix("Tests/") {
      if !folders.contains(where: file.path.hasPrefix) { expectNone([Finding(file.path, "no target of Package.swift holds it")]) }
    }
  }

  /// What `room("…", "Core/Cron"`, `tests("CronTests"` and `path: "Sources/C/CLinux"` name, also over a line's end.
  private static func targets(of tree: Tree) -> [(folder: String, line: Int)] {
    let lines = tree.file("Package.swift")?.lines ?? []
    return lines.indices.compactMap { index in
      let quoted = lines[index...].prefix(2).joined().split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
      let line = lines[index]
      // The helpers themselves.
      if line.contains("\\(") { return nil }
      if line.contains(" room("), quoted.count > 3 { return ("Sources/\(quoted[3])", index + 1) }
      if line.contains(" tests("), quoted.count > 1 { return ("Tests/\(quoted[1])", index + 1) }
      guard let path = line.split(separator: "path: \"").dropFirst().first?.prefix(while: { $0 != "\"" }) else { return nil }
      return (String(path), index + 1)
    }
  }
}
