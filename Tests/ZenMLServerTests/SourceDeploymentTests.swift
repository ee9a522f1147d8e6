import Scheduling
import Seams
import TestSupport
import Testing

@testable import ZenML
@testable import ZenMLServer

/// The automatic binding's material.
struct SourceDeploymentTests {
  private let server = FakeZenML()
  private let source: ZenMLScheduleSource

  init() throws {
    source = try ZenMLServerTests.source(server)
    server.change { state in
      state.schedules = [FakeSchedule(1)]
      state.schedules[0].pipeline = id(10)
      state.deployments = [
        FakeDeployment(id: id(31), name: "live", pipeline: id(10), url: "http://live.example"),
        FakeDeployment(id: id(32), name: "dead", pipeline: id(10), url: "http://dead.example", answersHealth: false),
        FakeDeployment(id: id(33), name: "other", pipeline: id(11), url: "http://other.example"),
        FakeDeployment(id: id(34), name: "gone", pipeline: id(10), url: nil),
      ]
    }
  }

  private typealias Deployment = ServerSchedule.Deployment

  @Test func theDeploymentsOfThePipelineAreAskedForTheirHealth() async throws {
    let schedule = try await source.readAll(known: [:]).schedules[0]
    #expect(
      schedule.deployments == [
        Deployment(id: id(31), name: "live", hasAnswered: true), Deployment(id: id(32), name: "dead", hasAnswered: false),
        Deployment(id: id(34), name: "gone", hasAnswered: false),
      ])
    #expect(server.count("other.example") == 0)
  }

  @Test func oneThatHasAnsweredOnceCountsForAsLongAsItIsListed() async throws {
    let known = try await source.readAll(known: [:]).byID
    server.change { $0.deployments[0].answersHealth = false }
    let later = try await source.readChanges(known: known, sweep: false)
    #expect(later.schedules[0].deployments[0].hasAnswered)
    #expect(server.count("live.example/health") == 1)
    server.change { $0.deployments.removeFirst() }
    let last = try await source.readChanges(known: later.byID, sweep: false)
    #expect(last.schedules[0].deployments.map(\.name) == ["dead", "gone"])
  }

  @Test func aNewDeploymentIsNoticedByTheNextPoll() async throws {
    let known = try await source.readAll(known: [:]).byID
    server.change { $0.deployments[1].answersHealth = true }
    let schedule = try await source.readChanges(known: known, sweep: false).schedules[0]
    #expect(schedule.deployments.filter(\.hasAnswered).map(\.name) == ["live", "dead"])
  }

  @Test func aSilentDeploymentIsAskedEverLessOften() async throws {
    var known = try await source.readAll(known: [:]).byID
    for _ in 2...32 { known = try await source.readChanges(known: known, sweep: false).byID }
    // On polls 1, 2, 4, 8, 16, 24 and 32.
    #expect(server.count("dead.example/health") == 7)
  }

  @Test func schedulesWithBindingsOfTheirOwnNeedNoDeployments() async throws {
    server.change { $0.schedules[0].metadata = ["carillon.binding": "{}"] }
    let known = try await source.readAll(known: [:]).byID
    server.forgetRequests()
    let listing = try await source.readChanges(known: known, sweep: false)
    #expect(server.count("/deployments") == 0)
    #expect(listing.byID == known)
  }

  @Test func aWebPageInThePlaceOfADeploymentIsNoAnswer() async throws {
    let server = ScriptedTransport { [server] (request) async throws(HTTPTransportError) in
      request.url == "http://live.example/health" ? .dashboard : try await server.send(request)
    }
    let schedule = try await ZenMLServerTests.source(server).readAll(known: [:]).schedules[0]
    #expect(schedule.deployments.allSatisfy { !$0.hasAnswered })
  }
}
