import CivilTime
import Timers

/// What the scheduler keeps of one schedule.
struct SchedulePlan: Sendable {
  var schedule: Schedule
  var revision: Int
  var owedFrom: Instant
  /// Every owed instant up to this one has its row.
  var coveredUntil: Instant
  /// The next owed instant, in the wheel.
  var nextDue: Instant?
  var timer: TimerWheel<SchedulerWake>.Handle?
  /// The range row that the next instant extends, should it share outcome and reason.
  var openRange: LedgerRow?
  /// Fires without a final outcome, oldest first.
  var underWay: [Identifier] = []
  var lastOutcome: Outcome?

  var definition: ScheduleDefinition { schedule.definition }
}

/// What a timer of the wheel is for.
enum SchedulerWake: Hashable, Sendable {
  case due(Identifier)
  case resend(Identifier)
  case lookUp(Identifier)
}

/// A fire without a final outcome.
struct ActiveFire: Sendable {
  enum Phase: Sendable {
    /// Its claim is being written.
    case claiming
    /// Claimed; an earlier fire of the schedule comes first.
    case queued
    case sending
    /// Nothing was started; a timer will send it again.
    case waiting
    /// It may have been started; its target is being asked, or will be when a timer says so.
    case asking
    case running
  }

  var fire: Fire
  var row: LedgerRow
  var phase: Phase
  /// How often its target did not take it.
  var failures = 0
  /// How often its target could not be asked.
  var vainQuestions = 0

  /// True while it is certain that its target has not started it.
  var isCertainlyNotStarted: Bool {
    switch phase {
    case .queued, .waiting: true
    case .claiming, .sending, .asking, .running: false
    }
  }
}
