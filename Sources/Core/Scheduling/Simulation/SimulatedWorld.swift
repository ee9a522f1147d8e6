import CivilTime
import Timers

/// A scheduler under a clock that jumps from event to event, with targets that take every fire and need a given time for it.
actor SimulatedWorld {
  private let start: Instant
  private let runTime: Duration
  /// Until they are made known to the scheduler, which takes a while.
  private var schedules: [Schedule]?
  private var scheduler: Scheduler
  private var now: Instant
  private var wakeAt: Instant?
  private var ends: TimerWheel<Identifier>
  private var tally = SimulationTally()

  /// - Parameter start: exclusive.
  init(_ schedules: [Schedule], after start: Instant, runTime: Duration, limits: DispatchLimits) {
    (self.schedules, self.start, self.runTime, now) = (schedules, start, runTime, start)
    scheduler = Scheduler(limits: limits)
    ends = TimerWheel(now: Self.tick(start))
  }

  /// Lives on.
  /// - Parameter end: exclusive.
  /// - Returns: what happened since the last call.
  func live(until end: Instant) -> SimulationTally {
    begin()
    while let next = nextEvent(), next < end {
      now = max(now, next)
      let ended = ends.advance(to: Self.tick(now))
      if !ended.isEmpty { perform(scheduler.handle(ended.map { self.end(of: $0) }, at: now)) }
      if let wakeAt, wakeAt <= now { perform(scheduler.handle(.clockAdvanced, at: now)) }
    }
    return tally.takeOut()
  }

  private func begin() {
    guard let schedules else { return }
    self.schedules = nil
    perform(scheduler.handle(.opened, at: now))
    perform(scheduler.handle(.catchUpReleased, at: now))
    perform(scheduler.handle(.schedulesChanged(schedules.map { ScheduleChange($0.copied(), owedFrom: start) }), at: now))
  }

  private func end(of fire: Identifier) -> SchedulerEvent {
    .attemptEnded(fire: fire, .finished(RunObservation(status: "simulated", outcome: .succeeded), sentAt: now))
  }

  private func nextEvent() -> Instant? {
    let end = ends.nextDeadline().map { Instant(millisecondsSinceEpoch: Int64($0)) }
    guard let wakeAt else { return end }
    return end.map { min($0, wakeAt) } ?? wakeAt
  }

  /// Performs effects and what comes of them, in order: a later wish for a wake-up replaces an earlier one.
  private func perform(_ effects: [SchedulerEffect]) {
    var effects = effects
    var index = 0
    while index < effects.count {
      defer { index += 1 }
      switch effects[index] {
      case .commit(let batch):
        tally.note(batch)
        effects += scheduler.handle(.committed(batch: batch.id, refused: []), at: now)
      case .start(let fire):
        tally.noteStart(of: fire, at: now)
        _ = ends.insert(fire.id, at: Self.tick(now.advanced(by: runTime)))
      case .wake(let instant): wakeAt = instant
      case .stop(let fire, _): effects += scheduler.handle(.stopAnswered(fire: fire.id, .asked), at: now)
      case .lookUp, .follow, .moved, .declined: break
      }
    }
    if scheduler.holdsFiresBack { tally.noteHold() }
  }

  private static func tick(_ instant: Instant) -> UInt64 { UInt64(max(instant.millisecondsSinceEpoch, 0)) }
}
