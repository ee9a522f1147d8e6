import CivilTime
import Scheduling
import TestSupport
import Testing

@testable import ScheduleFiles

/// What `pull` writes is read again as the same.
@Suite struct ScheduleFileTextTests {
  private func readBack(_ text: String) throws -> WantedSchedule {
    let folder = try ScratchDirectory()
    try folder.write(text, to: "f.yaml")
    let wanted = WantedSchedules(paths: [folder.path("f.yaml")], calendars: [], zoneNamed: { _ in .utc })
    #expect(wanted.problems.map(\.sentence) == [], "in:\n\(text)")
    return try #require(wanted.schedules.first)
  }

  @Test(arguments: [
    "plain", "with: colon", "\"quoted\"", "back\\slash", "#comment", "- dash", "yes", "1e3", "tab\there", "snow ☃ bell 🔔", "{{due}}",
    "line\nbreak", "\u{7f}", "'", " ", "null", "&anchor", "*alias", "!tag", "%", "@", "`", "|", ">",
  ])
  func everyTextKeepsItsMeaning(_ text: String) throws {
    let record = ScheduleRecord(id: ScheduleRecord.fileID(name: "a"), name: "a", source: .file, interval: .seconds(60))
    let binding: JSONValue = [
      "trigger": [
        "kind": "deployment", "deployment": "serve",
        "parameters": ["value": .string(text), "list": [.string(text), ["k": .string(text)]]],
      ]
    ]
    #expect(try readBack(ScheduleFileText(record: record, binding: binding).text).binding == binding)
  }

  @Test func everyFieldOfARecordIsKept() throws {
    let record = ScheduleRecord(
      id: ScheduleRecord.fileID(name: "nightly: 1"), name: "nightly: 1", source: .file, cronExpression: "*/5 2 * * 1-5",
      startTime: try Instant(iso8601: "2026-01-01T00:00:00Z"), endTime: try Instant(iso8601: "2027-01-01T00:00:00Z"), active: false)
    let binding: JSONValue = [
      "trigger": ["kind": "http", "url": "https://ml.example/x", "success": ["200-299"]], "policy": ["overlap": "allow", "timeout": "2h"],
      "tags": ["ml", "night"],
    ]
    let wanted = try readBack(ScheduleFileText(record: record, binding: binding).text)
    #expect(wanted.record == record)
    #expect(wanted.binding == binding)
  }

  @Test func aFileIsReadableForPeople() {
    let record = ScheduleRecord(id: .fileTest, name: "nightly", source: .file, cronExpression: "0 2 * * *")
    let binding: JSONValue = ["trigger": ["kind": "http", "url": "https://ml.example/x", "headers": ["Accept": "text/plain"]]]
    #expect(
      ScheduleFileText(record: record, binding: binding).text == """
        name: "nightly"
        cron_expression: "0 2 * * *"
        trigger:
          headers:
            Accept: "text/plain"
          kind: "http"
          url: "https://ml.example/x"

        """)
  }
}

extension Identifier {
  fileprivate static let fileTest = Identifier(high: 1, low: 1)
}
