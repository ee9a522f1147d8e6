import TestSupport
import Testing

@testable import ScheduleFiles

/// What of a line with a problem is shown.
@Suite struct HidingTests {
  private func shown(_ text: String, line: Int = 1) -> String { SourceText(file: "a.yaml", text: text).shownLine(line) }

  @Test(arguments: [
    ("name: nightly", "name: nightly"),
    ("password: s3cret", "password: (hidden)"),
    ("Password: s3cret", "Password: (hidden)"),
    ("db_password: s3cret", "db_password: (hidden)"),
    ("X-Api-Key: s3cret", "X-Api-Key: (hidden)"),
    ("platform: linux", "platform: linux"),
    ("\"password\": s3cret", "\"password\": (hidden)"),
    ("password : s3cret", "password : (hidden)"),
    ("'password' : s3cret", "'password' : (hidden)"),
    ("x: {token: s3cret}", "x: {token: (hidden)"),
    ("notify: password: s3cret", "notify: password: (hidden)"),
    ("token:s3cret", "token:s3cret"),
    ("password:", "password:"),
  ]) func aLineAtTheMargin(_ line: String, _ expected: String) {
    #expect(shown(line) == expected)
  }

  /// Whatever stands before it, and whichever way the line is looked at.
  @Test(arguments: 0..<4) func nothingBehindASecretKeyIsShown(seed: UInt64) {
    var chance = SeededGenerator(seed: seed)
    let keys = ["api_key", "password", "token", "Authorization", "PGPASSWORD", "headers", "env", "query", "form"]
    let parts = keys + ["name", "url", "my_", "_", ":", ": ", " ", "{", ", ", "\"", "'", "é", "-", "7", "\t", "#"]
    for _ in 0..<2000 {
      let before = (0..<Int.random(in: 0...4, using: &chance)).map { _ in parts.randomElement(using: &chance) ?? "" }.joined()
      let quote = ["", "", "\"", "'"].randomElement(using: &chance) ?? ""
      let space = ["", "", " ", "  "].randomElement(using: &chance) ?? ""
      let key = keys.randomElement(using: &chance) ?? ""
      // A letter before it makes another word of it.
      let isWord = before.last.map { $0.isLetter || $0 == "_" } ?? false
      let line = "\(before)\(isWord ? " " : "")\(quote)\(key)\(quote)\(space): s3cret"
      #expect(!shown(line).contains("s3cret"), "\(line)")
    }
  }
}
