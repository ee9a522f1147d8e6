import Scheduling
import TestSupport
import Testing

@testable import ZenML
@testable import ZenMLServer

/// What followers hear when the server is away, or stumbles.
@Suite(.timeLimit(.minutes(5))) struct RunPollerOutageTests {
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

  @Test func aServerThatIsAwayIsAskedForEverAndEverLessOften() async throws {
    setRun(1, "running")
    server.change { $0.isDown = true }
    var sightings = await poller.follow(id(1)).makeAsyncIterator()
    await ticker.tick(300)
    await ticker.untilPaused()
    let asked = server.requests.count
    #expect((10...20).contains(asked), "asked \(asked) times")
    server.change { $0.isDown = false }
    setRun(1, "completed")
    await ticker.release()
    guard case .unreachable? = await sightings.next() else { return #expect(Bool(false), "the outage was not told") }
    #expect(status(await sightings.next()) == "completed")
  }

  @Test func noServerPutsItsRunsOutOfSightForAnHour() {
    var outage = PollOutage()
    outage.grow(retryAfter: .seconds(3600))
    let ticks = (1...3600).first { _ in !outage.isWaiting() }
    #expect(ticks == 300)
  }

  @Test func anOutageOfTwoPollsIsNotTold() async throws {
    setRun(1, "running")
    server.change { $0.isDown = true }
    var sightings = await poller.follow(id(1)).makeAsyncIterator()
    await ticker.tick(2)
    await ticker.untilPaused()
    #expect(server.requests.count == 2)
    server.change { $0.isDown = false }
    await ticker.tick(3)
    #expect(status(await sightings.next()) == "running")
  }

  @Test func aLongerOutageIsToldOnceWithItsEnd() async throws {
    setRun(1, "running")
    var sightings = await poller.follow(id(1)).makeAsyncIterator()
    await ticker.tick()
    await ticker.untilPaused()
    server.change { $0.isDown = true }
    await ticker.tick(200)
    await ticker.untilPaused()
    server.change { $0.isDown = false }
    await ticker.tick(31)
    await ticker.untilPaused()
    #expect(status(await sightings.next()) == "running")
    guard case .unreachable(let problem)? = await sightings.next() else { return #expect(Bool(false), "it was not told") }
    #expect(problem == "POST https://zen.example/api/v1/login: connection refused" || problem.hasSuffix("/runs: connection refused"))
    #expect(status(await sightings.next()) == "running")
  }

  @Test func aSecondOutageIsToldAgain() async throws {
    setRun(1, "running")
    let sightings = await poller.follow(id(1))
    for _ in 0..<2 {
      server.change { $0.isDown = true }
      await ticker.tick(60)
      await ticker.untilPaused()
      server.change { $0.isDown = false }
      await ticker.tick(60)
      await ticker.untilPaused()
    }
    await poller.stop()
    var outages = 0
    for await case .unreachable in sightings { outages += 1 }
    #expect(outages == 2)
  }

  @Test func aRunOverWhichTheServerStumblesSpoilsNoOther() async throws {
    for number in UInt64(1)...100 { setRun(number, "running") }
    server.change { $0.poisonedRuns = [id(50)] }
    var streams: [AsyncStream<ZenMLRunSighting>] = []
    for number in UInt64(1)...100 { streams.append(await poller.follow(id(number))) }
    await ticker.tick()
    await ticker.untilPaused()
    for number in [0, 48, 50, 99] { #expect(status(await streams[number].first { _ in true }) == "running") }
    server.forgetRequests()
    await ticker.tick()
    await ticker.untilPaused()
    // The others together, and that one by itself.
    #expect(server.requests.count == 2)
    await ticker.tick(2)
    guard case .unreachable(let problem)? = await streams[49].first(where: { _ in true }) else { return #expect(Bool(false)) }
    #expect(problem.contains("500"))
  }

  @Test func aServerThatStumblesOverEverythingIsLeftAlone() async throws {
    for number in UInt64(1)...300 { setRun(number, "running") }
    server.change { state in state.poisonedRuns = Set(state.runs.map(\.id)) }
    var streams: [AsyncStream<ZenMLRunSighting>] = []
    for number in UInt64(1)...300 { streams.append(await poller.follow(id(number))) }
    await ticker.tick()
    await ticker.untilPaused()
    let asked = server.count("/runs")
    #expect(asked == 16)
    await ticker.tick(60)
    await ticker.untilPaused()
    // After 1, 2, 4, 8, 16 and 30 ticks, sixteen questions at most.
    #expect(server.count("/runs") <= 7 * 16)
    withExtendedLifetime(streams) {}
  }
}
