import Scheduling
import TestSupport
import Testing

@testable import ScheduleFiles

/// Texts of many documents, and how much of them one text may mean.
@Suite struct ManyDocumentsTests {
  private static func text(of names: some Sequence<Int>) -> String {
    names.map { "name: job-\($0)\ninterval_seconds: 60\ntrigger: {kind: command, argv: [date]}\n" }.joined(separator: "---\n")
  }

  private func read(_ text: String) -> ScheduleText {
    ScheduleText(file: "f.yaml", text: text, calendars: .none, zoneNamed: zone)
  }

  @Test func twentyThousandDocumentsOfOneTextAreAllRead() async throws {
    let text = try await onAThreadOfItsOwn { read(Self.text(of: 0..<20_000)) }
    #expect(text.errors.map(\.description) == [])
    #expect(text.schedules.map(\.schedule.record.name) == (0..<20_000).map { "job-\($0)" })
    #expect(text.schedules.last?.place == Place(line: 79_997, column: 1, length: 4))
  }

  @Test func theLimitOfValuesIsThatOfEachDocument() async throws {
    let items = "[" + Array(repeating: "x", count: 60_000).joined(separator: ",") + "]"
    let (inTwo, inOne) = try await onAThreadOfItsOwn { (problems("a: \(items)\n---\nb: \(items)"), problems("a: [\(items), \(items)]")) }
    #expect(inTwo.contains("values; aliases") == false)
    #expect(inOne.contains("more than 100000 values; aliases (*name) may repeat too much"))
  }

  @Test func aliasesOfAnEarlierDocumentDoNotPassTheLimitOfTheText() async throws {
    let values = "a: &a [" + Array(repeating: "x", count: 1_000).joined(separator: ",") + "]"
    let text = ([values] + Array(repeating: "b: *a", count: 200)).joined(separator: "\n---\n")
    let said = try await onAThreadOfItsOwn { problems(text) }
    #expect(said.contains("more than \(text.utf8.count + 100_000) values altogether; aliases (*name) may repeat too much"))
  }

  @Test func eachDocumentIsReadOnceWhenALaterOneIsRepaired() {
    let text = Self.text(of: 0..<3) + "---\n" + schedule(timing: "cron_expression: */5 * * * *", more: "tiem_zone: UTC")
    let read = read(text + "\n---\nnaem: x")
    #expect(read.schedules.isEmpty)
    #expect(
      read.errors.map { $0.sentence.prefix { $0 != ";" } } == [
        "f.yaml:14:18: text that begins with '*' means something else in YAML: put quotes around it",
        "f.yaml:16:1: unknown key 'tiem_zone'",
        "f.yaml:18:1: name is missing",
        "f.yaml:18:1: says no time: give one of cron_expression, interval_seconds, run_once_start_time",
        "f.yaml:18:1: trigger is missing: what should happen when the schedule is due",
        "f.yaml:18:1: unknown key 'naem'",
      ])
  }

  @Test(arguments: ["\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"])
  func everyLineBreakOfYAMLEndsALine(lineBreak: String) {
    #expect(Array(SourceText(file: "f", text: "\u{FEFF}ä\(lineBreak)\(lineBreak)…b\(lineBreak)").lines) == ["ä", "", "…b", ""])
  }
}
