import CivilTime
import Scheduling
import Seams
import TestSupport
import Testing

@testable import ZenML

/// The server answers with everything when it does not know a filter.
struct FilterTests {
  private let server = FakeZenML()

  init() {
    server.change { $0.ignoresFilters = true }
  }

  @Test func schedulesThatWereNotAskedForAreLeftOut() async throws {
    server.change { state in
      var archived = FakeSchedule(2)
      archived.isArchived = true
      var foreign = FakeSchedule(3)
      foreign.project = id(0xBBBB)
      state.schedules = [FakeSchedule(1, updated: "2026-11-21T10:00:00"), archived, foreign, FakeSchedule(4)]
    }
    let since = try Instant(iso8601: "2026-11-21T09:59:58.700Z")
    let filter: ZenMLFilter<ZenMLSchedule> = [.project.equals(FakeZenML.project), .isArchived.equals(false), .updated.atLeast(since)]
    let page = try await client(server).schedules.page(1, filter: filter)
    #expect(page.rows.map(\.id) == [id(1)])
    #expect(page.unaskedCount == 3)
    #expect(page.servedIDs.count == 4)
    #expect(server.count("updated=gte%3A2026-11-21%2009%3A59%3A58", "is_archived=false") == 1)
  }

  @Test func runsOfOtherIDsAreLeftOut() async throws {
    server.change { $0.runs = [FakeRun(id: id(1), name: "a", status: "running"), FakeRun(id: id(2), name: "b", status: "running")] }
    #expect(try await client(server).runs.records([id(2)]).map(\.name) == ["b"])
  }

  @Test func everyPostCarriesAnIdempotencyKey() async throws {
    server.change { $0.schedules = [FakeSchedule(1)] }
    let client = try client(server)
    try await client.writeMetadata("{}", key: "k", on: .schedule(id(1)), idempotencyKey: id(77))
    #expect(server.requests.last?.header("Idempotency-Key") == id(77).description)
    try await client.writeMetadata("{}", key: "k", on: .schedule(id(1)))
    #expect(server.requests.last?.header("Idempotency-Key").flatMap(Identifier.init) != nil)
  }
}
