import CivilTime
import Scheduling
import Seams
import TestSupport
import Testing

@testable import ZenML
@testable import ZenMLServer

/// What changes is found by the next poll.
struct SourcePollingTests {
  private let server = FakeZenML()
  private let source: ZenMLScheduleSource

  init() throws {
    source = try ZenMLServerTests.source(server)
    server.change { state in
      state.schedules = (1...5).map { FakeSchedule($0, updated: "2026-11-20T10:00:0\($0).250000") }
    }
  }

  /// Reads everything, lets `change` happen on the server, forgets the requests and polls.
  private func poll(
    sweep: Bool = false, after change: (inout FakeZenML.State) -> Void
  ) async throws -> (before: [Identifier: ServerSchedule], listing: SourceListing) {
    let before = try await source.readAll(known: [:]).byID
    server.change { change(&$0) }
    server.forgetRequests()
    return (before, try await source.readChanges(known: before, sweep: sweep))
  }

  @Test func aQuietServerCostsAPollTwoRequests() async throws {
    let (before, listing) = try await poll { _ in }
    #expect(listing.byID == before)
    #expect(!listing.isComplete)
    #expect(server.requests.count == 2)
    #expect(server.count("/schedules", "hydrate=true") == 0)
  }

  @Test func aPollAsksBackToTwoSecondsBeforeTheNewestChange() async throws {
    _ = try await poll { _ in }
    #expect(server.count("updated=gte%3A2026-11-20%2010%3A00%3A03") == 1)
  }

  @Test func aNewScheduleIsReadWithItsFacts() async throws {
    let (_, listing) = try await poll { state in
      var new = FakeSchedule(6, updated: "2026-11-21T09:00:00")
      new.metadata = ["carillon.binding": "{}"]
      new.orchestrator = id(50)
      state.components[id(50)] = ("local", false)
      state.schedules.append(new)
    }
    #expect(listing.byID.count == 6)
    #expect(listing.byID[id(6)]?.bindingText == "{}")
    #expect(listing.byID[id(6)]?.orchestrator == .flavor("local", isCustom: false))
    #expect(server.count("/schedules", "hydrate=true") == 1)
  }

  @Test func anEditedScheduleAloneIsReadAgain() async throws {
    let (_, listing) = try await poll { state in
      state.schedules[4].cron = "30 3 * * *"
      state.schedules[4].updated = "2026-11-21T09:00:00"
    }
    #expect(listing.byID[id(5)]?.record.cronExpression == "30 3 * * *")
    #expect(!listing.isComplete)
    let hydrated = server.requests.filter { $0.url.contains("hydrate=true") && $0.url.contains("/schedules") }
    #expect(hydrated.count == 1)
    #expect(hydrated[0].url.contains("oneof%3A%5B%22\(id(5))%22%5D"))
  }

  @Test func anArchivedScheduleIsGoneAfterOnePoll() async throws {
    let (_, listing) = try await poll { $0.schedules[1].isArchived = true }
    #expect(listing.isComplete)
    #expect(Set(listing.byID.keys) == [id(1), id(3), id(4), id(5)])
  }

  @Test func aDeletedScheduleIsGoneAfterOnePoll() async throws {
    let (_, listing) = try await poll { $0.schedules.remove(at: 2) }
    #expect(listing.isComplete)
    #expect(Set(listing.byID.keys) == [id(1), id(2), id(4), id(5)])
    // It was asked for by its id: a row can be missing because others moved.
    let asked = server.requests.filter { $0.url.contains("hydrate=true") && $0.url.contains("/schedules") }
    #expect(asked.count == 1 && asked[0].url.contains("oneof%3A%5B%22\(id(3))%22%5D"))
  }

  @Test func oneDeletedAndOneMadeLeaveTheTotalAsItWasAndAreFound() async throws {
    let (_, listing) = try await poll { state in
      state.schedules.remove(at: 0)
      state.schedules.append(FakeSchedule(9, updated: "2026-11-21T09:00:00"))
    }
    #expect(Set(listing.byID.keys) == [id(2), id(3), id(4), id(5), id(9)])
  }

  @Test func theDeletionOfTheLastScheduleIsFound() async throws {
    let (_, listing) = try await poll { $0.schedules = [] }
    #expect(listing.isComplete)
    #expect(listing.schedules.isEmpty)
    let next = try await source.readChanges(known: [:], sweep: false)
    #expect(next.schedules.isEmpty)
  }

  @Test func theFirstScheduleOfAnEmptyServerIsFound() async throws {
    server.change { $0.schedules = [] }
    _ = try await source.readAll(known: [:])
    server.change { $0.schedules = [FakeSchedule(1)] }
    #expect(try await source.readChanges(known: [:], sweep: false).byID.count == 1)
  }

  @Test func rowsThatAreLeftOutDoNotSetOffASweepAtEveryPoll() async throws {
    server.change { state in
      state.schedules.append(FakeSchedule(6))
      state.schedules[5].raw = ["name": "no id"]
    }
    let (_, listing) = try await poll { _ in }
    #expect(!listing.isComplete)
  }

  @Test func aServerThatIgnoresFiltersIsReadRightly() async throws {
    server.change { state in
      state.ignoresFilters = true
      state.schedules.append(FakeSchedule(6))
      state.schedules[5].isArchived = true
    }
    let (before, listing) = try await poll { state in
      state.schedules[0].cron = "1 1 * * *"
      state.schedules[0].updated = "2026-11-21T09:00:00"
    }
    #expect(Set(before.keys) == Set(listing.byID.keys))
    #expect(listing.byID[id(1)]?.record.cronExpression == "1 1 * * *")
  }

  @Test func aClockOfTheServerThatLagsByAYearDoesNoHarm() async throws {
    server.change { $0.schedules = [FakeSchedule(1, updated: "2025-01-01T00:00:00")] }
    let (_, listing) = try await poll { state in
      state.schedules[0].cron = "5 5 * * *"
      state.schedules[0].updated = "2025-01-01T00:00:05"
    }
    #expect(listing.byID[id(1)]?.record.cronExpression == "5 5 * * *")
  }

  @Test func aSweepReadsAgainWhatHasNewMetadata() async throws {
    let (_, listing) = try await poll(sweep: true) { $0.schedules[3].metadata = ["carillon.binding": "{}"] }
    #expect(listing.isComplete)
    #expect(listing.byID[id(4)]?.bindingText == "{}")
  }

  @Test func sweepsTakeTurnsInReadingAgain() async throws {
    server.change { $0.schedules = (1...250).map { FakeSchedule($0) } }
    var known = try await source.readAll(known: [:]).byID
    server.change { state in for index in state.schedules.indices { state.schedules[index].metadata = ["carillon.binding": "{}"] } }
    var counts: [Int] = []
    for _ in 0..<3 {
      known = try await source.readChanges(known: known, sweep: true).byID
      counts.append(known.values.count { $0.bindingText != nil })
    }
    #expect(counts == [100, 200, 250])
  }

  @Test func aFlatServerWithoutUpdateTimesIsSweptAtEveryPoll() async throws {
    server.change { state in
      state.schedules = [FakeSchedule(1)]
      state.schedules[0].raw = ["id": .string(id(1).description), "name": "flat", "interval_seconds": 60]
    }
    let (_, listing) = try await poll { $0.schedules[0].raw = ["id": .string(id(1).description), "name": "flat", "interval_seconds": 90] }
    #expect(listing.byID[id(1)]?.record.interval == .seconds(90))
    #expect(listing.isComplete)
  }

  @Test func withoutAReadBeforeAPollReadsEverything() async throws {
    let listing = try await source.readChanges(known: [:], sweep: false)
    #expect(listing.isComplete)
    #expect(listing.schedules.count == 5)
  }
}
