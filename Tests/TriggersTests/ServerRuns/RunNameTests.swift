import CurlHTTP
import Scheduling
import Seams
import TestSupport
import Testing
import ZenML
import ZenMLServer

/// Runs that are looked for by name.
@Suite(.timeLimit(.minutes(5))) struct RunNameTests {
  private let server: StandInServer
  private let ticker = Ticker()
  private let poller: RunPoller

  init() throws {
    let ticker = ticker
    server = try StandInServer()
    let client = ZenMLClient(
      configuration: try ZenMLConfiguration(url: server.url, credentials: .apiKey("ZENKEY_secret")), transport: CurlHTTPTransport(),
      clock: VirtualClock(ServerKind.now))
    poller = RunPoller(client: client) { _ in try await ticker.pause() }
  }

  @Test func aHundredNamesAreTwoRequests() async throws {
    let tasks = (0..<100).map { number in Task { [poller] in await poller.run(named: "run-\(number)") } }
    while await poller.wantedNames < 100 { await Task.yield() }
    server.change { $0.runs = (0..<100).map { .init(id: StandInServer.number(UInt64($0)), name: "run-\($0)") } }
    await ticker.tick(2)
    for (number, task) in tasks.enumerated() { #expect(await task.value?.name == "run-\(number)") }
    #expect(server.count("/runs?") == 2)
  }

  @Test func whoNoLongerWantsARunIsLetGo() async {
    let task = Task { await poller.run(named: "never") }
    while await poller.wantedNames == 0 { await Task.yield() }
    task.cancel()
    #expect(await task.value == nil)
    #expect(await poller.wantedNames == 0)
  }

  @Test func aNameThatDoesNotComeIsAskedForEverLessOften() async {
    let task = Task { await poller.run(named: "never") }
    await ticker.tick(700)
    await ticker.untilPaused()
    // At 2, 6, 14, 30, 62, 126, 254, 510 and then each 300 seconds.
    #expect(server.count("/runs?") == 8)
    task.cancel()
    _ = await task.value
  }

  @Test func aServerThatKnowsNoListsOfIdsIsAskedForEachRun() async throws {
    server.change { state in
      state.version = "0.58.2"
      state.runs = (0..<20).map { .init(id: StandInServer.number(UInt64($0)), name: "run-\($0)", status: "running") }
    }
    var streams: [AsyncStream<ZenMLRunSighting>] = []
    for number in 0..<20 { streams.append(await poller.follow(StandInServer.number(UInt64(number)))) }
    await ticker.tick(2)
    for stream in streams {
      guard case .seen(let run, _)? = await stream.first(where: { _ in true }) else { return #expect(Bool(false)) }
      #expect(run.status.rawValue == "running")
    }
    #expect(server.count("/runs?") == 1)
  }
}
