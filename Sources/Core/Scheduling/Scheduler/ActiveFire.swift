import CivilTime
import Timers

/// A fire without a final outcome.
struct ActiveFire: Sendable {
  enum Phase: Sendable {
    /// What it is to be sent as is being written.
    case writing
    /// Its turn has not come: a calendar or jitter puts it off.
    case held
    /// Another fire of its group is under way.
    case queued
    /// Ready; limits or its target's circuit breaker let it wait.
    case gated
    /// Its turn has come. The ledger says that it waits, and is being told otherwise: after a crash it may have been sent.
    case announcing
    case sending
    /// Its target did not take it; a timer will send it again.
    case waiting
    /// It may have been started; its target is being asked, or will be when a timer says so.
    case asking
    case running
  }

  /// Why its run is being ended.
  enum StopCause: Sendable {
    case timeout, request
    case replaced(by: Instant)
  }

  var fire: Fire
  var row: LedgerRow
  var phase: Phase
  /// Fires of one group run one at a time; nil: it runs beside any other.
  var group: ExclusionGroup?
  var entry: DispatchGate.Entry
  /// What is in `row` is on the disk as far as its target must not know more than the disk.
  var isDurable = false
  /// This attempt may have been started: an answer was lost, or an earlier life ended in between. Until its target says more.
  var isInDoubt = false
  /// How often its target did not take this attempt, or was not there to take it.
  var failures = 0
  /// How often its target declined this attempt: what `sends` limits.
  var declines = 0
  /// How often its target could not be asked.
  var vainQuestions = 0
  /// It makes up for something: it is paced, and gives way to what is due now.
  var isCatchUp = false
  /// It has waited for a target that was down, or outlived a daemon: no deadline for its start, the misfire policy decides.
  var outlivedOutage = false
  var stopCause: StopCause?
  /// How it ends as soon as its claim is durable: until then the ledger may turn out to hold another fire of its id.
  var endWhenWritten: (outcome: Outcome, reason: Reason?)?
  /// Its run is ended by force, or will be once it is known.
  var stopsByForce = false
  var timers: [FireTimer: TimerEntry] = [:]

  var id: Identifier { fire.id }

  /// True while it waits on this side: its target is not at work on it, as far as anybody can tell.
  var isCertainlyNotStarted: Bool {
    switch phase {
    case .held, .queued, .gated, .announcing, .waiting: true
    case .writing, .sending, .asking, .running: false
    }
  }

  /// True while what is due now goes before it: until it is announced, since from then on it goes.
  var yieldsToLive: Bool { isCatchUp && isCertainlyNotStarted && !isInDoubt && phase != .announcing }

  /// True while no other fire of the group may be sent.
  var holdsGroup: Bool {
    switch phase {
    case .writing, .gated, .announcing, .sending, .asking, .running: true
    // What may be running already keeps its turn.
    case .held, .waiting: isInDoubt
    case .queued: false
    }
  }

  /// True when nothing was ever sent: a start deadline and the misfire policy apply.
  var awaitsFirstStart: Bool { isCertainlyNotStarted && fire.attempt == 1 }
}

/// What a timer of a fire is for.
enum FireTimer: Hashable, Sendable, CaseIterable {
  /// The next step of its phase: to be released, sent again, asked about again.
  case step
  case startDeadline
  case timeout
  /// Its run's state has been unknown for too long.
  case patience
  /// What was asked to end has not.
  case stopGrace

  /// True when it goes by the time of day; the others measure how long something takes.
  func isAbsolute(for fire: ActiveFire) -> Bool {
    switch self {
    case .startDeadline: true
    // A second attempt is held for a delay, a first one until a time.
    case .step: fire.phase == .held && fire.fire.attempt == 1
    case .timeout, .patience, .stopGrace: false
    }
  }
}

struct TimerEntry: Sendable {
  var at: Instant
  var handle: TimerWheel<SchedulerWake>.Handle
}

/// Who runs one at a time.
enum ExclusionGroup: Hashable, Sendable {
  case schedule(Identifier)
  case mutex(String)
}
