import CivilTime
import Timers

/// A scheduler under a clock that jumps from event to event, with targets that take every fire and need a given time for it. A run that is
/// told to end ends at once; of a request that is the run nobody can tell that.
actor SimulatedWorld {
  private let start: Instant
  private let runTime: Duration
  /// Until they are made known to the scheduler, which takes a while.
  private var schedules: [Schedule]?
  private var scheduler: Scheduler
  private var now: Instant
  private var wakeAt: Instant?
  private var ends: TimerWheel<Identifier>
  /// The schedules whose runs may be told to end.
  private let stoppable: Set<Identifier>
  /// When the runs under way of those end.
  private var stoppableRuns: [Identifier: TimerWheel<Identifier>.Handle] = [:]
  private var tally = SimulationTally()

  /// - Parameter start: exclusive.
  init(_ schedules: [Schedule], after start: Instant, runTime: Duration, limits: DispatchLimits) {
    (self.schedules, self.start, self.runTime, now) = (schedules, start, runTime, start)
    stoppable = schedules.stoppable
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
    tally.note(scheduler.limitHolds)
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
    let observation = RunObservation(status: "simulated", outcome: .succeeded)
    let wasFollowed = stoppableRuns.removeValue(forKey: fire) != nil
    return wasFollowed ? .runChanged(fire: fire, observation) : .attemptEnded(fire: fire, .finished(observation, sentAt: now))
  }

  private func startRun(of fire: Fire) -> [SchedulerEffect] {
    tally.noteStart(of: fire, at: now)
    let end = ends.insert(fire.id, at: Self.tick(now.advanced(by: runTime)))
    guard stoppable.contains(fire.scheduleID), fire.trigger.requestLimit == nil else { return [] }
    stoppableRuns[fire.id] = end
    return scheduler.handle(.attemptEnded(fire: fire.id, .started(runID: nil, sentAt: now)), at: now)
  }

  /// One that has just ended by itself is not told.
  private func stopRun(of fire: Fire) -> [SchedulerEffect] {
    guard let end = stoppableRuns.removeValue(forKey: fire.id) else { return [] }
    ends.cancel(end)
    return scheduler.handle(.runChanged(fire: fire.id, RunObservation(status: "stopped", outcome: .cancelled)), at: now)
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
      case .start(let fire): effects += startRun(of: fire)
      case .wake(let instant): wakeAt = instant
      case .stop(let fire, _): effects += stopRun(of: fire)
      case .lookUp, .follow, .unfollow, .moved, .declined: break
      }
    }
    if scheduler.holdsFiresBack { tally.noteHold() }
  }

  private static func tick(_ instant: Instant) -> UInt64 { UInt64(max(instant.millisecondsSinceEpoch, 0)) }
}

extension [Schedule] {
  /// Those whose runs may be told to end: by their own policy, or by that of one with which they share a mutex.
  fileprivate var stoppable: Set<Identifier> {
    let mutexes = Set(lazy.filter { $0.definition.policy.overlap.endsOthers }.compactMap { $0.definition.policy.mutex })
    return reduce(into: []) { stoppable, schedule in
      let policy = schedule.definition.policy
      let isEndedByOthers = policy.mutex.map { mutexes.contains($0) } ?? false
      if policy.timeout != nil || policy.overlap.endsOthers || isEndedByOthers { stoppable.insert(schedule.id) }
    }
  }
}
