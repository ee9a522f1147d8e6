import CivilTime
import Scheduling
import Seams
import TestSupport
import Testing

@testable import ZenML
@testable import ZenMLServer

/// The first listing.
struct SourceReadingTests {
  private let server = FakeZenML()

  private func read(known: [Identifier: ServerSchedule] = [:]) async throws -> [Identifier: ServerSchedule] {
    let listing = try await source(server).readAll(known: known)
    #expect(listing.isComplete)
    return listing.byID
  }

  @Test func aThousandSchedulesAreReadInAFewRequests() async throws {
    server.change { state in
      for pipeline in UInt64(0)..<10 { state.pipelines[id(10_000 + pipeline)] = "pipeline-\(pipeline)" }
      state.components[id(20_000)] = ("local", false)
      state.components[id(20_001)] = ("kubernetes", false)
      state.schedules = (UInt64(1)...1000).map { number in
        var schedule = FakeSchedule(number)
        schedule.pipeline = id(10_000 + number % 10)
        schedule.orchestrator = id(20_000 + number % 2)
        return schedule
      }
    }
    let schedules = try await read()
    #expect(schedules.count == 1000)
    #expect(schedules[id(17)]?.pipelineName == "pipeline-7")
    #expect(schedules[id(17)]?.orchestrator == .flavor("kubernetes", isCustom: false))
    #expect(server.count("/schedules", "hydrate=true", "size=500") == 2)
    #expect(server.count("/pipelines") == 1)
    #expect(server.count("/components/") == 2)
    // Login, project, two pages, pipelines, two components, deployments.
    #expect(server.requests.count == 8)
  }

  @Test func archivedOnesAndThoseOfOtherProjectsAreNotListed() async throws {
    server.change { state in
      state.ignoresFilters = true
      var archived = FakeSchedule(2)
      archived.isArchived = true
      var foreign = FakeSchedule(3)
      foreign.project = id(0xBBBB)
      state.schedules = [FakeSchedule(1), archived, foreign]
    }
    #expect(try await Set(read().keys) == [id(1)])
  }

  @Test func theOrchestratorDecidesByItsFlavor() async throws {
    server.change { state in
      state.components = [id(50): ("acme", true)]
      state.schedules = [1, 2, 3].map { FakeSchedule($0) }
      state.schedules[1].orchestrator = id(50)
      state.schedules[2].orchestrator = id(51)
    }
    let schedules = try await read()
    #expect(schedules[id(1)]?.orchestrator == ServerSchedule.Orchestrator.none)
    #expect(schedules[id(2)]?.orchestrator == .flavor("acme", isCustom: true))
    #expect(schedules[id(3)]?.orchestrator == .unknown)
  }

  @Test func theBindingIsTheTextOfItsMetadata() async throws {
    server.change { state in
      state.schedules = [FakeSchedule(1), FakeSchedule(2)]
      state.schedules[0].metadata = ["carillon.binding": #"{"trigger": {"kind": "deployment"}}"#, "noise": [1, 2]]
    }
    let schedules = try await read()
    #expect(schedules[id(1)]?.bindingText == #"{"trigger": {"kind": "deployment"}}"#)
    #expect(schedules[id(2)]?.bindingText == nil)
  }

  @Test(arguments: [
    (id(666).description, "2026-11-20T12:00:00Z", true), (id(666).description, "2026-11-18T00:00:00Z", false),
    (id(1).description, "2026-11-20T12:00:00Z", false), (id(666).description, "once", false),
  ])
  func aFreshReportOfAnotherInstanceIsNoticed(instance: String, reportedAt: String, isNoticed: Bool) async throws {
    server.change { state in
      state.schedules = [FakeSchedule(1)]
      state.schedules[0].metadata = ["carillon.report": .string(#"{"instance": "\#(instance)", "reported_at": "\#(reportedAt)"}"#)]
    }
    #expect(try await read()[id(1)]?.otherInstance == (isNoticed ? instance : nil))
  }

  @Test func oneUnreadableRowIsReportedAndTheOthersAreRead() async throws {
    server.change { state in
      state.schedules = [FakeSchedule(1), FakeSchedule(2)]
      state.schedules[1].raw = ["name": "broken", "id": 5]
    }
    let notices = Notices()
    let source = try source(server, notices: notices)
    let listing = try await source.readAll(known: [:])
    #expect(listing.byID.keys.map(\.self) == [id(1)])
    #expect(
      notices.all == ["a schedule of the server is left out: 'broken': items.1.id: expected a text, found a number"])
    _ = try await source.readAll(known: listing.byID)
    #expect(notices.all.count == 1)
  }

  @Test func aRecordWithAFieldThatMakesNoSenseIsListedWithItsDefect() async throws {
    server.change { state in
      state.schedules = [FakeSchedule(1)]
      state.schedules[0].raw = ["id": .string(id(1).description), "name": "odd", "body": ["interval_second": "abc"], "metadata": [:]]
    }
    #expect(try await read()[id(1)]?.record.defect == "interval_second 'abc' is not an ISO-8601 duration")
  }

  @Test func aServerWithoutDeploymentsIsReadAllTheSame() async throws {
    let server = ScriptedTransport { [server] (request) async throws(HTTPTransportError) in
      if request.url.contains("/deployments") { return .json(404, ["detail": "Not Found"]) }
      return try await server.send(request)
    }
    self.server.change { $0.schedules = [FakeSchedule(1)] }
    #expect(try await source(server).readAll(known: [:]).schedules.count == 1)
  }

  @Test func aServerThatIsAwayIsAnErrorThatSaysSo() async throws {
    server.change { $0.isDown = true }
    let error = await #expect(throws: SourceError.self) { try await source(server).readAll(known: [:]) }
    #expect(error?.kind == .unavailable)
    #expect(error?.description == "POST https://zen.example/api/v1/login: connection refused")
  }

  @Test func aListingThatShiftsBetweenItsPagesIsBegunAgain() async throws {
    server.change { state in
      state.schedules = (1...700).map { FakeSchedule($0) }
      state.beforeSchedulePage = { index, state in
        // One of the first page goes after it was read: row 501 moves to page 1.
        if index == 2, state.schedules.count == 700 { state.schedules.removeFirst() }
      }
    }
    let schedules = try await read()
    #expect(schedules.count == 699)
    #expect(schedules[id(1)] == nil)
    #expect(schedules[id(501)] != nil)
  }

  /// One goes and one comes between two pages, as a redeployment does: the total is the same, and row 501 is on neither.
  @Test(arguments: [false, true]) func whatIsKnownAndOnNoPageIsAskedFor(isSweep: Bool) async throws {
    server.change { $0.schedules = (1...700).map { FakeSchedule($0) } }
    let reader = try source(server)
    let known = try await reader.readAll(known: [:]).byID
    server.change { state in
      state.beforeSchedulePage = { index, state in
        guard index == 2, state.schedules.count == 700, state.schedules[0].id == id(1) else { return }
        state.schedules.removeFirst()
        state.schedules.append(FakeSchedule(701))
      }
    }
    let listing = isSweep ? try await reader.readChanges(known: known, sweep: true) : try await source(server).readAll(known: known)
    #expect(listing.byID[id(501)] != nil && listing.byID[id(701)] != nil)
  }

  @Test func aListingThatLosesItsLastPageIsBegunAgain() async throws {
    server.change { state in
      state.schedules = (1...501).map { FakeSchedule($0) }
      state.beforeSchedulePage = { index, state in
        if index == 2 { state.schedules.removeAll { $0.id == id(501) } }
      }
    }
    #expect(try await read().count == 500)
  }
}
