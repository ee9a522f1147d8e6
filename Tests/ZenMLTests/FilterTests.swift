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
    let filter = ZenMLScheduleFilter(project: FakeZenML.project, isArchived: false, updatedSince: since)
    let page = try await client(server).schedules(filter, hydrate: false)
    #expect(page.rows.map(\.id) == [id(1)])
    #expect(page.unaskedCount == 3)
    #expect(server.count("updated=gte%3A2026-11-21%2009%3A59%3A58", "is_archived=false") == 1)
  }

  @Test func runsOfOtherIDsAreLeftOut() async throws {
    server.change { $0.runs = [FakeRun(id: id(1), name: "a", status: "running"), FakeRun(id: id(2), name: "b", status: "running")] }
    #expect(try await client(server).runs([id(2)]).rows.map(\.name) == ["b"])
  }

  @Test func aRunOfAnotherNameIsNotTakenForOurs() async throws {
    server.change { $0.runs = [FakeRun(id: id(1), name: "other", status: "running")] }
    let error = await #expect(throws: ZenMLError.self) {
      try await client(server).run(named: "ours", project: FakeZenML.project)
    }
    #expect(error?.kind == .unexpected)
  }

  @Test func deploymentsOfOtherPipelinesAreLeftOut() async throws {
    server.change {
      $0.deployments = [FakeDeployment(id: id(1), name: "a", pipeline: id(10)), FakeDeployment(id: id(2), name: "b", pipeline: id(11))]
    }
    let client = try client(server)
    #expect(try await client.deployments(project: FakeZenML.project, pipeline: id(11)).map(\.name) == ["b"])
    #expect(try await client.deployments(project: FakeZenML.project, name: "a").map(\.name) == ["a"])
  }

  @Test func aRunIsFoundByItsExactName() async throws {
    server.change { state in
      state.ignoresFilters = false
      state.runs = [FakeRun(id: id(1), name: "nightly-1", status: "completed"), FakeRun(id: id(2), name: "nightly-10", status: "running")]
    }
    let client = try client(server)
    let run = try #require(try await client.run(named: "nightly-1", project: FakeZenML.project))
    #expect(run.id == id(1))
    #expect(run.triggeringDeploymentID == id(30))
    #expect(run.createdAt?.iso8601 == "2026-11-21T02:00:01.500Z")
    #expect(try await client.run(named: "nightly-2", project: FakeZenML.project) == nil)
  }

  @Test func postsCarryAnIdempotencyKeyWhenAsked() async throws {
    server.change { $0.schedules = [FakeSchedule(1)] }
    let client = try client(server)
    try await client.writeMetadata("{}", key: "k", on: .schedule(id(1)), idempotencyKey: id(77))
    #expect(server.requests.last?.header("Idempotency-Key") == id(77).description)
    try await client.writeMetadata("{}", key: "k", on: .schedule(id(1)))
    #expect(server.requests.last?.header("Idempotency-Key") == nil)
  }
}
