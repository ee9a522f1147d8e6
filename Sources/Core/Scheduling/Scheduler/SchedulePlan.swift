import CivilTime
import Timers

/// What the scheduler keeps of one schedule. An object, for it is touched at every due instant; it never leaves the scheduler.
final class SchedulePlan {
  var schedule: Schedule {
    didSet {
      entry = nil
      lookedUp = nil
    }
  }
  var revision: Int
  var owedFrom: Instant
  /// Every owed instant up to this one has its row.
  var coveredUntil: Instant
  @exclusivity(unchecked) var state: ScheduleState
  /// The next owed instant, in the wheel `jitter` later.
  var nextDue: Instant?
  /// What `nextInstant` has found last: it is asked for the same again when an instant is settled and the next one planned.
  @exclusivity(unchecked) private var lookedUp: (after: Instant, next: Instant?)?
  var timer: TimerWheel<SchedulerWake>.Handle?
  /// Ends a pause.
  var pauseTimer: TimerWheel<SchedulerWake>.Handle?
  /// What was missed before the start is still to be settled, though the sources have been asked.
  var awaitsCatchUp = false
  /// The range row that the next instant extends, should it share outcome and reason.
  var openRange: LedgerRow?
  /// Fires without a final outcome, oldest first.
  @exclusivity(unchecked) var underWay: [Identifier] = []
  /// Where its fires stand at the gate, from the first of them on.
  var entry: DispatchGate.Entry?
  /// Its fires do not get through to their target.
  @exclusivity(unchecked) var targetFailure: TargetFailure?
  /// Who its fires take turns with; nil when they overlap freely.
  var line: TurnLine?
  var lastOutcome: Outcome?
  /// How far behind a due instant its fire comes; below the policy's `jitter`.
  var jitter: Duration

  init(_ schedule: Schedule, revision: Int, owedFrom: Instant, coveredUntil: Instant, state: ScheduleState = .initial) {
    self.schedule = schedule
    self.revision = revision
    self.owedFrom = owedFrom
    self.coveredUntil = coveredUntil
    self.state = state
    jitter = schedule.definition.jitterOffset
  }

  var id: Identifier { schedule.id }
  var definition: ScheduleDefinition { schedule.definition }
  var policy: Policy { schedule.definition.policy }
  var isArmed: Bool { schedule.standing == .armed && state.pause == nil }
  /// When the fire of a due instant is to come.
  func withJitter(_ due: Instant) -> Instant { jitter == .zero ? due : due.advanced(by: jitter) }
  /// The latest due instant of which the fire is to come by `instant`.
  func withoutJitter(_ instant: Instant) -> Instant { jitter == .zero ? instant : instant.advanced(by: .zero - jitter) }
  /// What limits are shared by.
  var tags: [String] { definition.tags }

  /// A backfill keeps to its own number of parallel fires, and to a mutex.
  func line(for kind: LedgerRow.Kind) -> TurnLine? { kind == .backfill && line?.mutex == nil ? nil : line }

  /// The first due instant strictly after `instant`; nil when there is none.
  func nextInstant(after instant: Instant) -> Instant? {
    if let lookedUp, lookedUp.after == instant { return lookedUp.next }
    let next = schedule.due?.next(after: instant)
    lookedUp = (instant, next)
    return next
  }

  /// The due instants in `(after, through]`, as `DueInstants.span` folds them.
  func span(after: Instant, through: Instant) -> DueSpan? {
    guard let first = nextInstant(after: after), first <= through else { return nil }
    return schedule.due?.span(from: first, through: through, newest: listed, next: nextInstant)
  }

  var hasUsedUpItsRuns: Bool { policy.maxRuns.map { state.runsStarted >= $0 } ?? false }
}

extension ScheduleDefinition {
  /// Fixed by the schedule's id: the same after a restart, spread evenly over schedules, whole milliseconds.
  package var jitterOffset: Duration {
    let span = policy.jitter.microseconds / 1000
    return span > 0 ? .milliseconds(Int64(id.mixed(with: 0x6a69_7474_6572) % UInt64(span))) : .zero
  }
}

/// What a timer of the wheel is for.
enum SchedulerWake {
  case due(SchedulePlan)
  case pauseEnds(SchedulePlan)
  case fire(ActiveFire, FireTimer)
  /// The gate may let more through.
  case gate
  /// What was missed waits no longer to hear of the runs that were under way.
  case newsPatience
}
