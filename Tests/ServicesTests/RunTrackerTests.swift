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
