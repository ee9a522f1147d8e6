import CivilTime
import Foundation
import Scheduling
import Seams
import TestSupport
import Testing
import ZenML

@testable import carillon

/// `carillon zenml schedules create`.
@Suite struct ScheduleCreationTests {
  private let server = FakeZenML()

  private func sent(_ members: [String: JSONValue]) async throws -> JSONValue {
    let configuration = try ZenMLConfiguration(url: "https://zen.example", credentials: .apiKey("ZENKEY_secret"))
    let client = ZenMLClient(configuration: configuration, transport: server, now: { Instant(secondsSinceEpoch: 0) })
    let create = try #require(ZenMLScheduleKind.schedules.create)
    // What the stand-in answers is no schedule.
    _ = try? await create(client.schedules, members)
    let request = try #require(server.requests.last(where: { $0.method == "POST" && $0.url.hasSuffix("/schedules") }))
    return try JSONDecoder().decode(JSONValue.self, from: Data(request.body ?? []))
  }

  @Test func whatTheServerRefusesAScheduleWithoutIsSentToo() async throws {
    let body = try await sent(["name": "nightly", "cron_expression": "0 2 * * *"])
    let project = JSONValue.string(FakeZenML.project.description)
    #expect(
      body == [
        "name": "nightly", "cron_expression": "0 2 * * *", "project": project, "active": true, "pipeline_id": .null,
        "orchestrator_id": .null,
      ])
  }

  @Test func whatIsGivenStands() async throws {
    let body = try await sent(["name": "nightly", "active": false, "pipeline_id": "6c188f67"])
    #expect(body["active"] == false)
    #expect(body["pipeline_id"] == "6c188f67")
  }
}
