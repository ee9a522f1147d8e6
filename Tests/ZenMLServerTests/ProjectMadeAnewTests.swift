import Scheduling
import Seams
import TestSupport
import Testing

@testable import ZenML
@testable import ZenMLServer

/// Somebody deletes the project, or sets the server up anew, and makes it again under its name.
struct ProjectMadeAnewTests {
  private let server = FakeZenML()
  private let successor = id(0xCCCC)

  @Test func itsSchedulesAreReadWithinTwoReads() async throws {
    server.change { $0.schedules = [FakeSchedule(1)] }
    let source = try source(server)
    let known = try await source.readAll(known: [:]).byID
    server.change { state in
      state.project = successor
      state.schedules = [FakeSchedule(2)]
      state.schedules[0].project = successor
    }
    let error = await #expect(throws: SourceError.self) { try await source.readChanges(known: known, sweep: true) }
    #expect(error?.kind == .unavailable)
    #expect(try await Array(source.readChanges(known: known, sweep: true).byID.keys) == [id(2)])
  }

  @Test func whileItIsGoneItIsAwayAndNothingIsSaidOfItsRuns() async throws {
    let client = try client(server)
    _ = try await client.run(named: "nightly-1")
    server.change { $0.project = nil }
    for _ in 1...2 {
      let error = await #expect(throws: ZenMLError.self) { try await client.run(named: "nightly-1") }
      #expect(error?.kind == .unavailable)
      #expect(error?.mayHaveBeenSent == false)
    }
    server.change { $0.project = successor }
    #expect(try await client.run(named: "nightly-1") == nil)
    #expect(try await client.projectID() == successor)
  }

  @Test func oneThatWasNeverThereIsNotFound() async throws {
    server.change { $0.project = nil }
    let error = await #expect(throws: ZenMLError.self) { try await client(server).projectID() }
    #expect(error?.kind == .notFound)
  }

  @Test func anotherProjectThatIsMissingIsNotFound() async throws {
    let client = try client(server)
    _ = try await client.projectID()
    let error = await #expect(throws: ZenMLError.self) { try await client.project(id(0xDDDD).description) }
    #expect(error?.kind == .notFound)
    #expect(await client.knownProjectID == FakeZenML.project)
  }
}
