import Scheduling
import TestSupport
import Testing

@testable import ScheduleFiles

/// A text that is read in parts says what it says when it is read in one go.
@Suite struct TextInPartsTests {
  private func read(_ text: String, parts: Int) -> ScheduleText {
    let context = ScheduleText.Context(calendars: .none, zoneNamed: zone, keepsBindings: true)
    return ScheduleText(file: "f.yaml", text: text, context, mostParts: parts)
  }

  /// - Returns: what the text says.
  @discardableResult
  private func expectTheSame(_ text: String, _ comment: Comment) async throws -> ScheduleText {
    let (whole, inParts) = try await onAThreadOfItsOwn { (read(text, parts: 1), [2, 3, 8].map { read(text, parts: $0) }) }
    for read in inParts {
      #expect(read.schedules.count == whole.schedules.count, comment)
      for (part, whole) in zip(read.schedules, whole.schedules) where part.schedule != whole.schedule {
        Issue.record("\(part.schedule.definition) is not \(whole.schedule.definition), \(comment)")
      }
      #expect(read.schedules.map(\.place) == whole.schedules.map(\.place), comment)
      #expect(read.schedules.map(\.sourceLine) == whole.schedules.map(\.sourceLine), comment)
      #expect(zip(read.schedules, whole.schedules).allSatisfy { $0.binding == $1.binding }, comment)
      #expect(read.bindings == whole.bindings, comment)
      #expect(read.errors.map(\.description) == whole.errors.map(\.description), comment)
      #expect(read.warnings.map(\.description) == whole.warnings.map(\.description), comment)
    }
    return whole
  }

  private static func document(_ number: Int, _ generator: inout SeededGenerator) -> String {
    let minute = Int.random(in: 0..<60, using: &generator)
    // The second is a surprise, and gives a warning.
    let cron = ["\(minute) 4 * * *", "\(minute) 4 31 * 1"].randomElement(using: &generator) ?? ""
    let body = ["text", "|\n    one\n    ---\n    two", "\"a\\\n    b\"", "'…ä'"].randomElement(using: &generator) ?? ""
    let more = ["", "tags: [a, b]\n", "# 日本語\n", "\n\n", "start_time: 2026-11-21T02:00:00\ntime_zone: Europe/Berlin\n"]
    return """
      name: job-\(number)
      cron_expression: "\(cron)"
      \(more.randomElement(using: &generator) ?? "")trigger:
        kind: http
        url: http://127.0.0.1:9/
        body: \(body)

      """
  }

  private static func text(_ seed: UInt64, count: Int = 400) -> String {
    var generator = SeededGenerator(seed: seed)
    let marks = ["---\n", "--- # a comment\n", "---\t\n", "...\n---\n"]
    let documents = (0..<count).map { document($0, &generator) + (marks.randomElement(using: &generator) ?? "") }
    return documents.joined()
  }

  @Test(arguments: UInt64(0)..<6) func aGoodText(seed: UInt64) async throws {
    let text = Self.text(seed)
    #expect(YAMLPart.parts(of: SourceText(file: "f", text: text).lines, most: 3).count == 3)
    let whole = try await expectTheSame(text, "seed \(seed)")
    #expect(whole.schedules.count == 400, "seed \(seed)")
  }

  /// What libyaml cannot read, what is wrong in a document, what reaches across a mark, and what speaks of the documents behind it.
  @Test(
    arguments: [
      "name: [\n---\n", "tiem_zone: UTC\n---\n", "name: \"a\n---\nb\"\n---\n", "a: *anchor\n---\n", "%YAML 1.1\n---\n",
      "name: 0\ncron_expression: */5 * * * *\n---\n", "match: {glob: x}\ntrigger: {kind: command, argv: [date]}\n---\n", "\u{1}\n",
      "x: &anchor y\n---\n", "- list\n---\n",
    ], UInt64(0)..<3)
  func withSomethingElseInIt(other: String, seed: UInt64) async throws {
    let text = Self.text(seed).putting(other, before: "name: job-200\n")
    try await expectTheSame(text, "\(other), seed \(seed)")
  }

  @Test func anAliasOfADocumentFarAboveIsFollowed() async throws {
    let first = "name: a\ninterval_seconds: 60\ntrigger: &t {kind: command, argv: [date]}\n---\n"
    let last = "name: b\ninterval_seconds: 60\ntrigger: *t\n"
    let text = first + Self.text(1) + last
    let whole = try await expectTheSame(text, "alias")
    #expect(whole.schedules.last?.schedule.record.name == "b")
  }

  @Test func aMarkWithinALineOrAnIndentedOneBeginsNoPart() {
    let text = "a: |\n" + String(repeating: "  --- x\n", count: 2_000) + "b: x ---\n"
    #expect(YAMLPart.parts(of: SourceText(file: "f", text: text).lines, most: 4).count == 1)
  }
}

extension String {
  fileprivate func putting(_ other: String, before mark: String) -> String {
    guard let range = firstRange(of: mark) else { return self }
    return self[..<range.lowerBound] + other + self[range.lowerBound...]
  }
}
