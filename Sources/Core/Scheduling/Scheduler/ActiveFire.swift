import CivilTime
import Timers

/// A fire without a final outcome. An object, for it is touched at every step of its way; it never leaves the scheduler.
final class ActiveFire {
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
    /// It has its final outcome, or the ledger refused it: nothing touches it any more.
    case ended
  }

  /// Why its run is being ended.
  enum StopCause: Sendable {
    case timeout, request
    case replaced(by: Instant)
  }

  let id: Identifier
  // Unchecked, here and below: nothing holds on to a part of these objects, and the checks took a tenth of the time.
  @exclusivity(unchecked) var row: LedgerRow
  /// With secrets.
  var trigger: Trigger
  /// Of its schedule; nil when that is gone.
  var plan: SchedulePlan?
  var phase: Phase
  /// Who it takes turns with; nil: it runs beside any other.
  var line: TurnLine?
  let entry: DispatchGate.Entry
  /// Where it stands at the gate, which alone changes this.
  var place = DispatchGate.Place.away
  /// Its number in the line there, or of the one that it stands for, until it is sent; nil before it comes. The gate alone changes this.
  var ticket: Int?
  /// What is in `row` is on the disk as far as its target must not know more than the disk.
  var isDurable = false
  /// This attempt may have been started: an answer was lost, or an earlier life ended in between. Until its target says more.
  var isInDoubt = false
  /// How often its target did not take this attempt, or was not there to take it.
  var failures = 0
  /// How often its target declined this attempt: what `sends` limits.
  var declines = 0
  /// Of those that it stands for, one behind the other: they count, so that a target that declines each of them fails one in the end.
  var earlierDeclines = 0
  /// When what its target declined was first sent, as far as this life knows. The ledger is told when it ends so: until then it
  /// may be started yet, and has no time of that.
  var firstDeclinedAt: Instant?
  /// How often its target could not be asked.
  var vainQuestions = 0
  /// It makes up for something: it is paced, and gives way to what is due now.
  var isCatchUp = false
  /// An earlier life had buffered it: it was not missed, and keeps its turn before newer ones until it is sent.
  var keepsTurn = false
  /// A calendar or jitter puts its first attempt off: before its time it meets no other fire.
  var awaitsItsTime = false
  /// It would have asked others to end, but could not be sent when it met them, or has had its turn already. It has asked nobody.
  var hasStoodBack = false
  /// It had its place in a buffer before it stood back: no newer one stands for it.
  var wasBuffered = false
  /// What was put off takes its turn like other missed ones, or until the source has been asked: it has ended nothing.
  var hasAskedNobody = false
  /// Its target is down, and it has left its turn to fires of other schedules until it may be tried, or the target is back.
  var standsBack = false
  /// It has waited for a target that was down, or outlived a daemon: no deadline for its start, the misfire policy decides.
  var outlivedOutage = false
  /// When this attempt was sent, as far as this life knows.
  var attemptSentAt: Instant?
  /// From when on the time counts that its run may take. Moves with the clock.
  var runBegan: Instant?
  /// Since when it is out of sight, while the timer of that is set. Moves with the clock.
  var outOfSightSince: Instant?
  /// When it was given to its target last.
  private var handedOverAt: Instant?
  /// When this try began, whatever became of earlier ones.
  private var tryBeganAt: Instant?
  /// How often its target was called in this life: to take it, or to say what became of it.
  private(set) var calls = 0
  /// By how much the clock was set since it was to be started: that time has not passed.
  private(set) var clockShift: Duration = .zero
  /// Its time had come when the clock was set.
  private var timeHasCome = false
  /// By how much the clock was set in this life since it was claimed.
  private var clockSteps: Duration = .zero
  /// The part of `clockSteps` that came before its first attempt was sent as its target took it.
  private var clockStepsBeforeSend: Duration = .zero
  var stopCause: StopCause?
  /// Since when its run has been asked to end because it took longer than it may; nil: it has not been.
  var overdueSince: Instant?
  /// How it ends as soon as its claim is durable: until then the ledger may turn out to hold another fire of its id.
  var endWhenWritten: (outcome: Outcome, reason: Reason?)?
  /// Its run is ended by force, or will be once it is known.
  var stopsByForce = false
  /// Its target could not be told to end it.
  var stopIsUntold = false
  /// How often a grace was over, and still nobody could be told.
  var vainStops = 0
  @exclusivity(unchecked) var timers = FireTimers()

  init(_ row: LedgerRow, trigger: Trigger, phase: Phase, of plan: SchedulePlan?, _ entry: DispatchGate.Entry) {
    (id, self.row, self.trigger, self.phase, self.plan, self.entry) = (row.id, row, trigger, phase, plan, entry)
    line = plan?.line(for: row.kind)
    isCatchUp = row.details.isCatchUp == true
  }

  /// What its target is told of it.
  var fire: Fire { Fire(row, trigger: trigger) }

  /// True while it waits on this side: its target is not at work on it, as far as anybody can tell.
  var isCertainlyNotStarted: Bool {
    switch phase {
    case .held, .queued, .gated, .announcing, .waiting: true
    case .writing, .sending, .asking, .running, .ended: false
    }
  }

  /// Its claim is not on the disk: nothing can have been sent.
  var isUnwritten: Bool { !isDurable && row.attempt == 1 && (phase == .writing || phase == .queued) }

  /// True while what is due now goes before it: until it is announced, since from then on it goes.
  var yieldsToLive: Bool { isCatchUp && isCertainlyNotStarted && !isInDoubt && phase != .announcing }

  /// True while no other fire of its line may be sent.
  var holdsTurn: Bool {
    switch phase {
    case .writing, .gated, .announcing, .sending, .asking, .running: true
    // What may be running already keeps its turn.
    case .held, .waiting: isInDoubt
    case .queued, .ended: false
    }
  }

  /// It makes up for something from now on. Under `misfire: all` it takes its turn like other missed ones, and the next life must not take it
  /// for one that has asked others to end.
  func outliveOutage() {
    (outlivedOutage, isCatchUp) = (true, true)
    if plan?.policy.misfire == .all { hasAskedNobody = true }
  }

  /// True while a calendar or jitter puts it off until a time of day.
  var isPutOff: Bool { phase == .held && row.attempt == 1 }

  /// How much time has passed since its first attempt was sent, whatever the clock was set to meanwhile.
  func timeSinceSend(at now: Instant) -> Duration {
    guard let sentAt = row.sentAt else { return row.claimedAt.duration(to: now) - clockSteps }
    return sentAt.duration(to: now) - (clockSteps - clockStepsBeforeSend)
  }

  /// It goes out to its target, which may take it now.
  func noteSending(at now: Instant) {
    // Where an answer was lost, or an earlier life sent it, the first time is not now.
    if handedOverAt == nil || !isInDoubt { handedOverAt = now }
    tryBeganAt = now
    calls += 1
    if row.sentAt == nil { clockStepsBeforeSend = clockSteps }
  }

  /// Its target is asked what became of it.
  func noteQuestion() { calls += 1 }

  /// An earlier life had claimed it, and may have sent it: at once, as far as anybody knows. What is sent now is the same request again.
  func noteEarlierLife() {
    isInDoubt = true
    guard row.attempt == 1, row.sentAt == nil, row.outcome != .started else { return }
    handedOverAt = max(row.claimedAt, row.plannedStart)
    row.details.mayBeSentSince = handedOverAt
  }

  /// Its target has said that it was not sent before, or when it was: nothing has to be guessed.
  func forgetEarlierLife() {
    if row.details.mayBeSentSince != nil { row.details.mayBeSentSince = nil }
  }

  /// For how long this try has been on its way; nil: it is not.
  func timeOnItsWay(at now: Instant) -> Duration? { phase == .sending ? tryBeganAt?.duration(to: now) : nil }

  /// Since when its target's answer is awaited; nil: it is not.
  var askedSince: Instant? { phase == .sending ? handedOverAt : nil }

  /// The clock was set by `step`, and shows `now`.
  func noteClockStep(by step: Duration, at now: Instant) {
    clockSteps += step
    overdueSince = overdueSince?.advanced(by: step)
    runBegan = runBegan?.advanced(by: step)
    outOfSightSince = outOfSightSince?.advanced(by: step)
    tryBeganAt = tryBeganAt?.advanced(by: step)
    if isPutOff || !timeHasCome && row.plannedStart.advanced(by: step) > now {
      // Its time comes with this step, or has not come at all.
      clockShift = max(.zero, row.plannedStart.duration(to: now))
    } else {
      // Once come it stays so, however far the clock is set back.
      timeHasCome = true
      clockShift += step
    }
  }

  /// True when its run takes longer than it may: the end that it is asked for is waited for no longer than two graces.
  var isOverdue: Bool { overdueSince != nil }

  /// True when nothing was ever sent: a start deadline and the misfire policy apply.
  var awaitsFirstStart: Bool { isCertainlyNotStarted && row.attempt == 1 }

  /// True when the time of a scheduled fire is past, and it would not merely come late.
  func isMissed(at now: Instant) -> Bool {
    row.kind == .scheduled && row.attempt == 1 && row.plannedStart.advanced(by: Scheduler.misfireThreshold) < now
  }
}

/// What a timer of a fire is for.
enum FireTimer: Sendable, CaseIterable {
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
    // A second attempt is held for a delay, a first one until a time.
    case .step: fire.isPutOff
    case .startDeadline, .timeout, .patience, .stopGrace: false
    }
  }
}

struct TimerEntry {
  var at: Instant
  var handle: TimerWheel<SchedulerWake>.Handle
}

/// The timers that a fire has set. Few, and most fires never have one.
struct FireTimers {
  private var entries: [(timer: FireTimer, entry: TimerEntry)] = []

  subscript(timer: FireTimer) -> TimerEntry? {
    get { entries.first { $0.timer == timer }?.entry }
    set {
      entries.removeAll { $0.timer == timer }
      if let newValue { entries.append((timer, newValue)) }
    }
  }

  var isEmpty: Bool { entries.isEmpty }
  var all: [TimerEntry] { entries.map(\.entry) }
}

/// Fires that run one at a time: those of one schedule, or of all schedules that share a mutex.
final class TurnLine {
  /// Nil: a schedule's own.
  let mutex: String?
  /// Oldest first, with the one that has its turn.
  @exclusivity(unchecked) var members: [Identifier] = []
  /// Of targets that are down: the one that came forward last to see whether its target is back. Of a mutex only.
  var scouts: [TargetName: Identifier] = [:]

  init(mutex: String? = nil) { self.mutex = mutex }
}
