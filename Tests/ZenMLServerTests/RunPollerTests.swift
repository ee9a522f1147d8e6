import CivilTime
import Scheduling
import Seams
import TestSupport
import Testing

@testable import ZenML
@testable import ZenMLServer

@Suite(.timeLimit(.minutes(5))) struct RunPollerTests {
  private let server = FakeZenML()
  private let ticker = Ticker()
  private let poller: RunPoller

  init() throws {
    let ticker = ticker
    poller = RunPoller(client: try client(server)) { _ in try await ticker.pause() }
  }

  private func setRun(_ number: UInt64, _ status: String, reason: String? = nil) {
    server.change { state in
      state.runs.removeAll { $0.id == id(number) }
      state.runs.append(FakeRun(id: id(number), name: "run-\(number)", status: status, statusReason: reason))
    }
  }

  private func status(_ sighting: ZenMLRunSighting?) -> String? {
    if case .seen(let run, _)? = sighting { run.status.rawValue } else { nil }
  }

  @Test func aRunIsFollowedToItsEnd() async throws {
    setRun(1, "initializing")
    var sightings = await poller.follow(id(1)).makeAsyncIterator()
    await ticker.tick()
    #expect(status(await sightings.next()) == "initializing")
    setRun(1, "running")
    await ticker.tick()
    #expect(status(await sightings.next()) == "running")
    setRun(1, "completed")
    await ticker.tick(2)
    guard case .seen(let run, nil)? = await sightings.next() else { return #expect(Bool(false), "no end was seen") }
    #expect(run.status.phase == .succeeded)
    #expect(run.endTime?.iso8601 == "2026-11-21T02:00:09Z")
    #expect(run.triggeringDeploymentID == id(30))
    #expect(await sightings.next() == nil)
  }

  @Test func anUnchangedStatusIsToldOnce() async throws {
    setRun(1, "running")
    var sightings = await poller.follow(id(1)).makeAsyncIterator()
    await ticker.tick(5)
    setRun(1, "completed")
    await ticker.tick(2)
    #expect(status(await sightings.next()) == "running")
    #expect(status(await sightings.next()) == "completed")
  }

  @Test func manyRunsShareARequest() async throws {
    for number in UInt64(1)...150 { setRun(number, "running") }
    var streams: [AsyncStream<ZenMLRunSighting>] = []
    for number in UInt64(1)...150 { streams.append(await poller.follow(id(number))) }
    await ticker.tick()
    await ticker.untilPaused()
    #expect(server.count("/runs?") == 2)
    #expect(streams.count == 150)
  }

  @Test func aLongRunIsLookedAtEverLessOften() async throws {
    setRun(1, "running")
    let stream = await poller.follow(id(1))
    await ticker.tick(60)
    await ticker.untilPaused()
    // After 1, 2, 4, 7, 12, 20, 30, 40, 50 and 60 ticks.
    #expect(server.count("/runs?") == 10)
    withExtendedLifetime(stream) {}
  }

  @Test func longRunsAreLookedAtTogetherHoweverFarApartTheyBegan() async throws {
    var streams: [AsyncStream<ZenMLRunSighting>] = []
    for number in UInt64(1)...60 {
      setRun(number, "running")
      streams.append(await poller.follow(id(number)))
      await ticker.tick()
    }
    await ticker.tick(30)
    await ticker.untilPaused()
    server.forgetRequests()
    await ticker.tick(60)
    await ticker.untilPaused()
    #expect(server.requests.count == 6)
    withExtendedLifetime(streams) {}
  }

  @Test func aFailedRunTellsWhatItsStepSaid() async throws {
    setRun(1, "failed")
    server.change { $0.stepMessages[id(1)] = "no data" }
    var sightings = await poller.follow(id(1)).makeAsyncIterator()
    await ticker.tick()
    guard case .seen(_, let failure)? = await sightings.next() else { return #expect(Bool(false), "no end was seen") }
    #expect(failure == "trainer: ValueError: no data")
  }

  @Test func aReasonOfTheRunItselfComesFirst() async throws {
    setRun(1, "failed", reason: "Failed to start run.")
    var sightings = await poller.follow(id(1)).makeAsyncIterator()
    await ticker.tick()
    guard case .seen(_, let failure)? = await sightings.next() else { return #expect(Bool(false), "no end was seen") }
    #expect(failure == "Failed to start run.")
    #expect(server.count("/steps") == 0)
  }

  @Test func aRunThatIsMissingTwiceHasVanished() async throws {
    var sightings = await poller.follow(id(1)).makeAsyncIterator()
    await ticker.tick()
    await ticker.untilPaused()
    #expect(server.count("/runs/\(id(1))") == 1)
    await ticker.tick()
    #expect(await sightings.next() == .vanished)
    #expect(await sightings.next() == nil)
  }

  @Test func aRunThatAListLeavesOutIsFoundByItself() async throws {
    setRun(1, "running")
    server.change { $0.hiddenRuns = [id(1)] }
    var sightings = await poller.follow(id(1)).makeAsyncIterator()
    await ticker.tick()
    #expect(status(await sightings.next()) == "running")
    await ticker.tick(20)
    setRun(1, "completed")
    await ticker.tick(9)
    #expect(status(await sightings.next()) == "completed")
  }

  @Test func aRunThatIsMissingOnceIsStillFollowed() async throws {
    var sightings = await poller.follow(id(1)).makeAsyncIterator()
    await ticker.tick()
    await ticker.untilPaused()
    setRun(1, "completed")
    await ticker.tick()
    #expect(status(await sightings.next()) == "completed")
  }

  @Test func aRetriedRunIsFollowedInTheOneThatReplacesIt() async throws {
    setRun(1, "retried")
    server.change { state in
      state.runs.append(FakeRun(id: id(2), name: "run-1-again", status: "running", originalRun: id(1)))
    }
    var sightings = await poller.follow(id(1)).makeAsyncIterator()
    await ticker.tick()
    guard case .seen(let run, _)? = await sightings.next() else { return #expect(Bool(false), "nothing was seen") }
    #expect(run.id == id(2))
    setRun(2, "completed")
    await ticker.tick()
    #expect(status(await sightings.next()) == "completed")
  }

  @Test func aRetriedRunThatNothingReplacesEndsAsSuch() async throws {
    setRun(1, "retried")
    var sightings = await poller.follow(id(1)).makeAsyncIterator()
    await ticker.tick(4)
    #expect(status(await sightings.next()) == "retried")
    #expect(await sightings.next() == nil)
  }

  @Test func aSecondFollowerIsToldWhatIsKnown() async throws {
    setRun(1, "running")
    var first = await poller.follow(id(1)).makeAsyncIterator()
    await ticker.tick()
    _ = await first.next()
    await ticker.untilPaused()
    var second = await poller.follow(id(1)).makeAsyncIterator()
    #expect(status(await second.next()) == "running")
  }

  @Test func stoppingEndsAllStreams() async throws {
    setRun(1, "running")
    var sightings = await poller.follow(id(1)).makeAsyncIterator()
    await ticker.untilPaused()
    await poller.stop()
    #expect(await sightings.next() == nil)
    var late = await poller.follow(id(1)).makeAsyncIterator()
    #expect(await late.next() == nil)
  }

  @Test(arguments: [
    ("completed", ZenMLRunStatus.Phase.succeeded), ("cached", .succeeded), ("skipped", .succeeded), ("failed", .failed),
    ("stopped", .cancelled), ("cancelled", .cancelled), ("retried", .retried), ("initializing", .underWay),
    ("provisioning", .underWay), ("queued", .underWay), ("running", .underWay), ("retrying", .underWay),
    ("cancelling", .underWay), ("paused", .underWay), ("resuming", .underWay), ("stopping", .underWay), ("new-word", .underWay),
  ])
  func everyStatusHasItsMeaning(status: String, phase: ZenMLRunStatus.Phase) {
    #expect(ZenMLRunStatus(rawValue: status).phase == phase)
  }
}
