import CivilTime
import Scheduling
import Seams
import TestSupport
import Testing

@testable import ZenML
@testable import ZenMLServer

struct RunNameTests {
  private let server = FakeZenML()

  init() {
    server.change { $0.ignoresFilters = true }
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
}
