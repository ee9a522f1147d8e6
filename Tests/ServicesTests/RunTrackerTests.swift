import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import Services
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct RunTrackerTests {
  private let target = EndlessRuns()
  private let tracker: RunTracker

  init() {
    let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let engine = SchedulerEngine(
      clock: VirtualClock(.epoch), store: InMemoryStore(), targets: [.http: target], zoneNamed: { _ in nil }, log: log)
    tracker = RunTracker(engine: engine, targets: [.http: target])
  }

  private func fire(attempt: Int) -> Fire {
    let id = Identifier(high: 0, low: 1)
    return Fire(
      id: id, kind: .scheduled, scheduleID: id, scheduleName: "nightly", due: .epoch, runName: "nightly", attempt: attempt,
      claimedAt: .epoch, trigger: .http(HTTPTrigger(url: "http://127.0.0.1/")))
  }

  @Test func aNewAttemptEndsTheFollowingOfTheOneBefore() async {
    var ends = target.ends.makeAsyncIterator()
    tracker.follow(fire(attempt: 1))
    tracker.follow(fire(attempt: 2))
    #expect(await ends.next() == 1)
    tracker.stop()
    #expect(await ends.next() == 2)
  }

  @Test func whatIsFollowedNoMoreIsLookedAtNoMore() async {
    var ends = target.ends.makeAsyncIterator()
    tracker.follow(fire(attempt: 1))
    tracker.unfollow(Identifier(high: 0, low: 2))
    tracker.unfollow(fire(attempt: 1).id)
    #expect(await ends.next() == 1)
  }

  @Test func whatTheEngineGivesUpOnIsLookedAtNoMore() async throws {
    let (clock, log) = (VirtualClock(.epoch), Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let engine = SchedulerEngine(clock: clock, store: InMemoryStore(), targets: [.http: target], zoneNamed: { _ in nil }, log: log)
    let tracker = RunTracker(engine: engine, targets: [.http: target])
    _ = try await engine.restore()
    await engine.open(follow: { tracker.follow($0) }, unfollow: { tracker.unfollow($0) })
    await engine.handle(.catchUpReleased)
    await engine.handle(.schedulesChanged([ScheduleChange(Self.limitedToTenSeconds, owedFrom: clock.now())]))
    // It starts; its time is over; it has not ended when told to, nor when made to.
    for seconds in [0, 10, 70, 130] as [Int64] {
      let instant = Instant(secondsSinceEpoch: 86_400 + seconds)
      await clock.alarm(at: instant)
      clock.set(instant)
    }
    var ends = target.ends.makeAsyncIterator()
    #expect(await ends.next() == 1)
  }

  private static var limitedToTenSeconds: Schedule {
    let record = ScheduleRecord(id: Identifier(high: 0, low: 1), name: "nightly", source: .file, interval: .seconds(86_400))
    var policy = Policy()
    policy.timeout = .seconds(10)
    let definition = ScheduleDefinition(
      record: record, standing: .armed, policy: policy, trigger: .http(HTTPTrigger(url: "http://127.0.0.1/")))
    return Schedule(definition) { _ in nil }
  }
}

/// Runs that never end; tells which attempts nobody follows any more.
private final class EndlessRuns: TriggerTarget {
  let ends: AsyncStream<Int>
  private let ended: AsyncStream<Int>.Continuation

  init() { (ends, ended) = AsyncStream.makeStream(of: Int.self) }

  func start(_ fire: Fire) async -> AttemptResult { .started(runID: nil, sentAt: fire.due) }
  func lookUp(_ fire: Fire) async -> LookUpResult { .notStarted }
  func stop(_ fire: Fire, force: Bool) async -> StopResult { .asked }

  func observations(of fire: Fire) -> AsyncStream<RunObservation> {
    let (stream, continuation) = AsyncStream.makeStream(of: RunObservation.self)
    continuation.onTermination = { [ended] _ in ended.yield(fire.attempt) }
    return stream
  }
}
