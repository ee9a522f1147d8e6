import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import Synchronization
import TestSupport
import Testing

@testable import Services

/// What dead man's switches are told.
@Suite(.timeLimit(.minutes(5))) struct PingTests {
  private let clock = VirtualClock(.epoch.advanced(by: .seconds(1_795_000_000)))
  private let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private func row(_ outcome: Outcome, status: String? = nil) -> LedgerRow {
    let due = clock.now()
    return LedgerRow(
      id: Identifier(high: 0, low: 7), kind: .scheduled, scheduleID: Identifier(high: 0, low: 1), scheduleName: "nightly", revision: 1,
      due: due, outcome: outcome, reason: Reason("r", "a sentence"), claimedAt: due, runStatus: status)
  }

  private static let rid = "rid=00000000-0000-0000-0000-000000000007"

  @Test(
    arguments: [
      (Outcome.started, nil, "/start?\(rid)"), (.succeeded, "exit 0", "?\(rid)"), (.failed, "exit 3", "/3?\(rid)"),
      (.failed, "signal 9", "/fail?\(rid)"), (.failed, "status 500", "/fail?\(rid)"), (.timedOut, "exit 143", "/fail?\(rid)"),
      (.lost, nil, "/fail?\(rid)"), (.rejected, nil, "/fail?\(rid)"), (.cancelled, nil, nil), (.skippedOverlap, nil, nil),
      (.unbound, nil, nil),
    ] as [(Outcome, String?, String?)])
  func theProtocolIsThatOfHealthchecks(outcome: Outcome, status: String?, expected: String?) {
    #expect(Ping(row(outcome, status: status), url: "https://hc.example/abc")?.target == expected.map { "https://hc.example/abc" + $0 })
  }

  @Test func aQueryOfItsOwnStays() {
    let ping = Ping(row(.started), url: "https://hc.example/key/slug/?create=1")
    #expect(ping?.target == "https://hc.example/key/slug/start?create=1&\(Self.rid)")
  }

  /// Answers in the order of the script, the last one for ever.
  private final class Transport: HTTPTransport {
    let requests = Mutex<[HTTPRequest]>([])
    let statuses: [Int]
    private let arrivals = AsyncStream.makeStream(of: HTTPRequest.self)

    init(_ statuses: [Int]) { self.statuses = statuses }

    func next() async -> HTTPRequest? {
      var iterator = arrivals.stream.makeAsyncIterator()
      return await iterator.next()
    }

    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
      let count = requests.withLock { requests in
        requests.append(request)
        return requests.count
      }
      arrivals.continuation.yield(request)
      return HTTPResponse(status: statuses[min(count, statuses.count) - 1])
    }
  }

  @Test(arguments: [([200], 1), ([404], 1), ([500, 200], 2), ([503], 3), ([429, 429, 200], 3)])
  func triesAreBoundedAndOnlyWhereTheyCanHelp(statuses: [Int], expected: Int) async {
    let transport = Transport(statuses)
    let sending = Task { [clock] in
      await PingSender(transport: transport, clock: clock).send(
        Ping(url: "https://hc.example/secret", signal: .success, run: nil, body: ""))
    }
    for count in 1...expected {
      _ = await transport.next()
      while count < expected, transport.requests.withLock(\.count) == count {
        clock.advance(by: .seconds(5))
        await Task.yield()
      }
    }
    let problem = await sending.value
    #expect(transport.requests.withLock(\.count) == expected)
    #expect((problem == nil) == (statuses.last == 200) && problem?.contains("secret") != true)
  }

  private final class Wellness: Sendable {
    let isWell = Mutex(false)
  }

  @Test func theDaemonsSwitchHearsOfItSoonAfterItIsWellAndNotBefore() async {
    let (transport, wellness, start) = (Transport([200]), Wellness(), clock.now())
    let ping = DaemonPing(url: "https://hc.example/daemon", interval: .seconds(3600), transport: transport, clock: clock, log: log) {
      wellness.isWell.withLock { $0 }
    }
    let running = Task { try await ping.run() }
    defer { running.cancel() }
    await clock.alarm(at: start.advanced(by: .seconds(5)))
    #expect(transport.requests.withLock(\.count) == 0)
    wellness.isWell.withLock { $0 = true }
    clock.advance(by: .seconds(5))
    #expect(await transport.next()?.url == "https://hc.example/daemon")
    await clock.alarm(at: start.advanced(by: .seconds(3605)))
    #expect(transport.requests.withLock(\.count) == 1)
  }

  private struct Scene {
    let engine: SchedulerEngine
    let target: ScriptedTarget
    let pinger: Pinger

    /// A run that has ended badly, and is written down as that.
    func failedRun() async throws -> LedgerRow {
      let fire = try await engine.trigger(PingTests.schedule)
      fail(fire)
      await writtenEnd(of: fire)
      return fire
    }

    func writtenEnd(of fire: LedgerRow) async {
      while await engine.activeRow(fire.id) != nil { await Task.yield() }
      #expect(await engine.hasWritten())
    }

    func fail(_ fire: LedgerRow) {
      target.tell(RunObservation(status: "done", outcome: .failed, reason: Reason("x", "it broke")), of: fire.id)
    }
  }

  private static let schedule = Identifier(high: 0, low: 1)

  /// A schedule whose file names a switch, in an engine that fires; the pinger listens, and does not run yet.
  private func scene(_ transport: any HTTPTransport, _ script: ScriptedTarget.Script? = nil) async throws -> Scene {
    let start: ScriptedTarget.Script = { [clock] _ in .started(runID: nil, sentAt: clock.now()) }
    let target = ScriptedTarget(script ?? start)
    let engine = SchedulerEngine(clock: clock, store: InMemoryStore(), targets: [.http: target], zoneNamed: { _ in nil }, log: log)
    let tracker = RunTracker(engine: engine, targets: [.http: target])
    _ = try await engine.restore()
    let pinger = Pinger(engine: engine, targets: [.http: target], transport: transport, clock: clock, log: log)
    await pinger.begin()
    await engine.open(follow: { tracker.follow($0) })
    await engine.handle(.catchUpReleased)
    var definition = ScheduleDefinition(
      record: ScheduleRecord(id: Self.schedule, name: "nightly", source: .file, interval: .seconds(86_400)), standing: .armed,
      trigger: .http(HTTPTrigger(url: "http://127.0.0.1/")))
    var alerts = ScheduleAlerts()
    alerts.ping = "https://hc.example/abc"
    definition.alerts = alerts
    await engine.handle(.schedulesChanged([ScheduleChange(Schedule(definition) { _ in nil }, owedFrom: clock.now())]))
    return Scene(engine: engine, target: target, pinger: pinger)
  }

  @Test func aRunTellsItsSwitchOfStartAndEnd() async throws {
    let transport = Transport([200])
    let scene = try await scene(transport)
    let running = Task { try await scene.pinger.run() }
    defer { running.cancel() }

    let fire = try await scene.engine.trigger(Self.schedule)
    let turning = Task { [clock] in
      while !Task.isCancelled {
        clock.advance(by: .milliseconds(100))
        await Task.yield()
      }
    }
    defer { turning.cancel() }
    #expect(await transport.next()?.url == "https://hc.example/abc/start?rid=\(fire.id)")
    scene.fail(fire)
    let end = try #require(await transport.next())
    #expect(end.url == "https://hc.example/abc/fail?rid=\(fire.id)")
    #expect(String(decoding: end.body ?? [], as: UTF8.self) == "it broke")
  }

  @Test func whatEndsWhileTheDaemonStartsIsToldToo() async throws {
    let transport = Transport([200])
    let scene = try await scene(transport)
    let fire = try await scene.failedRun()
    let running = Task { try await scene.pinger.run() }
    defer { running.cancel() }
    #expect(await transport.next()?.url == "https://hc.example/abc/start?rid=\(fire.id)")
    #expect(await transport.next()?.url == "https://hc.example/abc/fail?rid=\(fire.id)")
  }

  @Test func aRequestThatIsTheRunTellsItsStartWhenItIsSent() async throws {
    let (transport, answer) = (Transport([200]), Doorbell())
    let scene = try await scene(transport) { [clock] _ in
      await answer.wait(until: nil, by: clock)
      return .finished(RunObservation(status: "done", outcome: .succeeded), sentAt: clock.now())
    }
    let fire = try await scene.engine.trigger(Self.schedule)
    var arriving = scene.target.arriving.makeAsyncIterator()
    _ = await arriving.next()
    await scene.pinger.leave()
    let told = transport.requests.withLock { $0.map(\.url) }
    #expect(told == ["https://hc.example/abc/start?rid=\(fire.id)"])
    answer.ring()
    await scene.writtenEnd(of: fire)
    await scene.pinger.leave()
    let both = transport.requests.withLock { $0.map(\.url) }
    #expect(both == told + ["https://hc.example/abc?rid=\(fire.id)"])
  }

  @Test func aRunThatOutlivesItsScheduleTellsItsEnd() async throws {
    let transport = Transport([200])
    let scene = try await scene(transport)
    let fire = try await scene.engine.trigger(Self.schedule)
    while await scene.engine.activeRow(fire.id)?.outcome != .started { await Task.yield() }
    await scene.engine.handle(.schedulesRemoved([Self.schedule]))
    scene.fail(fire)
    await scene.writtenEnd(of: fire)
    await scene.pinger.leave()
    let last = transport.requests.withLock { $0.last?.url }
    #expect(last == "https://hc.example/abc/fail?rid=\(fire.id)")
  }

  @Test func whatWaitsAtAStopIsTold() async throws {
    let transport = Transport([200])
    let scene = try await scene(transport)
    let fire = try await scene.failedRun()
    await scene.pinger.leave()
    let urls = transport.requests.withLock { $0.map(\.url) }
    #expect(urls == ["https://hc.example/abc/start?rid=\(fire.id)", "https://hc.example/abc/fail?rid=\(fire.id)"])
  }

  /// Takes every request, and answers none.
  private struct SilentTransport: HTTPTransport {
    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
      let (silence, end) = AsyncStream<Never>.makeStream()
      for await _ in silence {}
      end.finish()
      return HTTPResponse(status: 503)
    }
  }

  @Test func aSwitchThatDoesNotAnswerHoldsUpAStopForTwoSeconds() async throws {
    let scene = try await scene(SilentTransport())
    _ = try await scene.failedRun()
    async let leaving: Void = scene.pinger.leave()
    let end = clock.now().advanced(by: .seconds(2))
    await clock.alarm(at: end)
    clock.set(end)
    await leaving
  }
}
