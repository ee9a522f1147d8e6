import CivilTime
import Timers

/// What the next days will bring, found out by letting the scheduler itself live through them: under a clock that jumps
/// from event to event, with targets that take every fire and need a given time for it.
package struct ScheduleSimulation {
  package struct Options: Sendable {
    /// How long each fire takes, from its start to its end.
    package var runTime: Duration
    package var limits: DispatchLimits

    package init(runTime: Duration = .seconds(60), limits: DispatchLimits = DispatchLimits()) {
      self.runTime = runTime
      self.limits = limits
    }
  }

  private let start: Instant
  private let end: Instant
  private let runTime: Duration
  private var scheduler: Scheduler
  private var now: Instant
  private var wakeAt: Instant?
  private var ends = TimerWheel<Identifier>()
  private var report: SimulationReport

  /// - Parameter end: exclusive.
  package init(_ schedules: [Schedule], from start: Instant, to end: Instant, options: Options = Options()) {
    precondition(start < end, "a simulation ends after its start: \(start.iso8601) … \(end.iso8601)")
    (self.start, self.end, runTime) = (start, end, options.runTime)
    scheduler = Scheduler(limits: options.limits)
    now = start
    report = SimulationReport(from: start, to: end)
    ends = TimerWheel(now: Self.tick(start))
    perform(scheduler.handle(.opened, at: now))
    perform(scheduler.handle(.catchUpReleased, at: now))
    // What comes due together is then made together, and lies together in memory.
    let schedules = schedules.map { (schedule: $0, due: $0.due?.next(after: start) ?? .distantFuture) }.sorted { $0.due < $1.due }
    perform(scheduler.handle(.schedulesChanged(schedules.map { ScheduleChange($0.schedule.copied(), owedFrom: start) }), at: now))
  }

  /// Lives through it all.
  /// - Parameter reached: is told how far it is, at most a hundred times.
  package mutating func run(reached: (SimulationReport.Progress) -> Void = { _ in }) -> SimulationReport {
    var told = 0
    while let next = nextEvent(), next < end {
      now = max(now, next)
      let percent = Int(start.duration(to: now).microseconds * 100 / max(1, start.duration(to: end).microseconds))
      if percent > told {
        told = percent
        reached(SimulationReport.Progress(percent: percent, at: now))
      }
      let ended = ends.advance(to: Self.tick(now))
      if !ended.isEmpty { perform(scheduler.handle(ended.map { end(of: $0) }, at: now)) }
      if let wakeAt, wakeAt <= now { perform(scheduler.handle(.clockAdvanced, at: now)) }
    }
    return report
  }

  private func end(of fire: Identifier) -> SchedulerEvent {
    .attemptEnded(fire: fire, .finished(RunObservation(status: "simulated", outcome: .succeeded), sentAt: now))
  }

  private mutating func nextEvent() -> Instant? {
    let end = ends.nextDeadline().map { Instant(millisecondsSinceEpoch: Int64($0)) }
    guard let wakeAt else { return end }
    return end.map { min($0, wakeAt) } ?? wakeAt
  }

  /// Performs effects and what comes of them, in order: a later wish for a wake-up replaces an earlier one.
  private mutating func perform(_ effects: [SchedulerEffect]) {
    var effects = effects
    var index = 0
    while index < effects.count {
      defer { index += 1 }
      switch effects[index] {
      case .commit(let batch):
        report.note(batch)
        effects += scheduler.handle(.committed(batch: batch.id, refused: []), at: now)
      case .start(let fire):
        report.noteStart(of: fire, at: now)
        _ = ends.insert(fire.id, at: Self.tick(now.advanced(by: runTime)))
      case .wake(let instant): wakeAt = instant
      case .stop(let fire, _): effects += scheduler.handle(.stopAnswered(fire: fire.id, .asked), at: now)
      case .lookUp, .follow, .moved, .declined: break
      }
    }
  }

  private static func tick(_ instant: Instant) -> UInt64 { UInt64(max(instant.millisecondsSinceEpoch, 0)) }
}
