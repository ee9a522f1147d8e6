import CivilTime
import Foundation
import Scheduling
import Seams
import TestSupport
import Testing

@testable import ZenML
@testable import ZenMLServer

struct DeliveryTests {
  private let server = FakeZenML()

  private func report(about subject: Report.Subject) throws -> Report {
    let due = try Instant(iso8601: "2026-11-21T02:00:00Z")
    let row = LedgerRow(
      id: id(70), kind: .scheduled, scheduleID: id(5), scheduleName: "nightly", revision: 1, due: due, outcome: .failed,
      reason: Reason("run_failed", "the trainer failed"), claimedAt: due, sentAt: due + .milliseconds(42),
      attempt: 2, runID: id(90).description, runName: "nightly-1")
    return Report(row, about: subject, nextDue: due + .seconds(86_400))
  }

  @Test func aReportIsOneJSONTextOfTypeStr() async throws {
    server.change { $0.schedules = [FakeSchedule(5)] }
    try await source(server).deliver(try report(about: .schedule(id(5))))
    let body = try #require(server.metadata.first)
    #expect(body["project"] == .string(FakeZenML.project.description))
    #expect(body["resources"] == [["id": .string(id(5).description), "type": "schedule"]])
    #expect(body["types"] == ["carillon.report": "str"])
    let text = try #require(body["values"]?["carillon.report"]?.stringValue)
    let value: JSONValue = try decoded(text)
    #expect(
      value == [
        "due": "2026-11-21T02:00:00Z", "outcome": "failed", "reason": "the trainer failed", "reason_code": "run_failed",
        "run_id": .string(id(90).description), "run_name": "nightly-1", "lateness_ms": 42, "attempts": 2,
        "next_due": "2026-11-22T02:00:00Z", "fire_id": .string(id(70).description), "instance": .string(id(1).description),
        "reported_at": .string(testClock().now().iso8601),
      ])
  }

  @Test func aReportOnARunGoesToTheRun() async throws {
    server.change { $0.runs = [FakeRun(id: id(90), name: "nightly-1", status: "failed")] }
    try await source(server).deliver(try report(about: .run(id(90).description)))
    #expect(server.metadata.first?["resources"] == [["id": .string(id(90).description), "type": "pipeline_run"]])
  }

  @Test(arguments: [Report.Subject.schedule(id(5)), .run(id(90).description), .run("local-42")])
  func aReportOnWhatIsGoneSaysSo(subject: Report.Subject) async throws {
    let error = await #expect(throws: SourceError.self) { try await source(server).deliver(try report(about: subject)) }
    #expect(error?.kind == .notFound)
  }

  @Test func aReportToAServerThatIsAwayWaits() async throws {
    server.change { $0.isDown = true }
    let error = await #expect(throws: SourceError.self) {
      try await source(server).deliver(try report(about: .schedule(id(5))))
    }
    #expect(error?.kind == .unavailable)
  }
}
