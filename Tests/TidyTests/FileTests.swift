import Testing

/// What every file of the package keeps to. The words looked for are put together here, so that this file does not hold them.
struct FileTests {
  private let tree = Tree.package

  /// Twice the longest file of today: what is longer holds several things.
  private static let longestFile = 450
  /// Tables of test data are as long as they are.
  private static let dataEndings = [".tsv", ".csv", ".json", ".jsonl", ".sql"]

  @Test func noFileIsLong() {
    for file in tree.files where !Self.dataEndings.contains(where: file.path.hasSuffix) {
      if file.lines.count > Self.longestFile { expectNone([Finding(file.path, "\(file.lines.count) lines; split it by topic")]) }
    }
  }

  @Test func nothingIsLeftForLater() {
    let notes: [Word] = ["TO", "FIX", "X", "HA"].enumerated().map { Word(stringLiteral: $1 + ["DO", "ME", "XX", "CK"][$0]) }
    for file in tree.files {
      expectNone(
        file.findings(in: file.lines) { line in notes.first { $0.standsAlone(in: line) }.map { "\($0.text): do it, or open an issue" } })
    }
  }

  @Test func noPathOfADevelopersMachineIsWrittenDown() {
    let folders = ["work/", "home/", "root/", "Users/", "tmp/carillon"].map { "/\($0)" }
    for file in tree.files {
      expectNone(
        file.findings(in: file.lines) { line in
          folders.first { Word(stringLiteral: $0).stands(in: line) }.map { "\($0) exists on one machine only" }
        })
    }
  }
}

extension Word {
  /// As `stands`, and not as the beginning of a longer name either.
  fileprivate func standsAlone(in line: String) -> Bool {
    line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains { $0 == text }
  }
}
