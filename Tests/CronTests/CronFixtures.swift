import CivilTime
import Foundation

/// A schedule and what it must do after one instant. Facts from the peers' own tests and from sweeps; `origin` names the peer.
struct FireVector: Sendable {
  let line: Int
  let origin: String
  let zone: String
  let after: String
  let seed: String?
  let pattern: String
  let fires: [String]
  let isReboot: Bool
}

/// A text that is not an expression, and where its first problem stands.
struct ErrorVector: Sendable {
  let line: Int
  let origin: String
  let code: String
  let field: String?
  let position: Int
  let seed: String?
  let pattern: String
}

/// A schedule in words.
struct ExplainVector: Sendable {
  let line: Int
  let pattern: String
  let words: String
}

/// Reads the tab-separated tables in `Tests/Fixtures/cron`. `-` is nothing, `\u{200B}` a character that would not be seen.
enum CronFixtures {
  static func fires() throws -> [FireVector] {
    try rows("fires.tsv").map { line, columns in
      let fires = columns[5]
      return FireVector(
        line: line, origin: columns[0], zone: columns[1], after: columns[2], seed: optional(columns[3]),
        pattern: unescaped(columns[4]), fires: ["never", "reboot"].contains(fires) ? [] : fires.split(separator: " ").map(String.init),
        isReboot: fires == "reboot")
    }
  }

  static func errors() throws -> [ErrorVector] {
    try rows("errors.tsv").map { line, columns in
      guard let position = Int(columns[3]) else { throw FixtureError(line: line) }
      return ErrorVector(
        line: line, origin: columns[0], code: columns[1], field: optional(columns[2]), position: position,
        seed: optional(columns[4]), pattern: unescaped(columns[5]))
    }
  }

  static func explanations(_ file: String) throws -> [ExplainVector] {
    try rows(file).map { line, columns in ExplainVector(line: line, pattern: columns[0], words: columns[1]) }
  }

  struct FixtureError: Error {
    let line: Int
  }

  private static func rows(_ file: String) throws -> [(line: Int, columns: [String])] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: folder.appending(path: "Fixtures/cron/\(file)"), encoding: .utf8)
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
      if line.isEmpty || line.hasPrefix("# ") { return nil }
      return (index + 1, line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init))
    }
  }

  private static func optional(_ column: String) -> String? {
    column == "-" ? nil : unescaped(column)
  }

  private static func unescaped(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let backslash = rest.firstIndex(of: "\\") {
      result += rest[..<backslash]
      rest = rest[rest.index(after: backslash)...]
      result += takeEscape(&rest)
    }
    return result + rest
  }

  private static func takeEscape(_ rest: inout Substring) -> String {
    let kind = rest.removeFirst()
    guard kind == "u" else { return ["t": "\t", "n": "\n", "r": "\r", "\\": "\\"][kind] ?? String(kind) }
    let digits = rest.dropFirst().prefix { $0 != "}" }
    rest = rest[digits.endIndex...].dropFirst()
    return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? ""
  }
}
