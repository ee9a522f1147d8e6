import Testing

/// What every file of Swift keeps to.
struct CodeTests {
  private let tree = Tree.package

  /// The libraries, and what makes a public type of them keep a public protocol: Swift wants that public too.
  private static let publicPlaces = [
    "Sources/Core/CivilTime/", "Sources/Core/Cron/", "Sources/Core/Timers/", "Sources/Core/Values/", "Sources/Seams/HTTP/",
    "Sources/Outbound/ZenML/",
    "Sources/Outbound/JFrogML/", "Sources/Outbound/SQLiteStorage/Values/Instant+SQLite.swift",
    "Sources/Outbound/SQLiteStorage/Values/Identifier+SQLite.swift",
  ]

  @Test func publicIsOnlyTheLibrary() {
    for file in tree.code where !Self.publicPlaces.contains(where: file.path.hasPrefix) {
      expectNone(file.findings(in: file.code) { Self.names($0).contains("public") ? "public; other targets need package" : nil })
    }
  }

  @Test(arguments: ["@unchecked Sendable", "nonisolated(unsafe)"]) func whatTheCompilerCannotCheckSaysWhyItIsSafe(_ claim: String) {
    for file in tree.code {
      for (index, line) in file.code.enumerated() where line.contains(claim) {
        let above = file.lines[max(0, index - 3)..<index]
        let saysWhy = above.contains { $0.contains("//") && $0.contains("\(claim): ") }
        if !saysWhy { expectNone([Finding(file.path, line: index + 1, "no comment '\(claim): why' in the three lines above")]) }
      }
    }
  }

  @Test func noTestIsSwitchedOff() {
    let switches: [Word] = [".disabled(", ".enabled(", "withKnownIssue", "XCTSkip", "XCTExpectFailure", "Test.cancel("]
    for file in tree.files(in: "Tests/", ".swift") {
      expectNone(
        file.findings(in: file.code) { line in switches.first { line.contains($0.text) }.map { "\($0.text): a test runs, or is not there" }
        })
    }
  }

  private static func names(_ line: String) -> [Substring] {
    line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
  }
}
