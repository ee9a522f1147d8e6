import CivilTime
import Dispatch
import Logging
import Scheduling
import Seams

/// Owns the `Scheduler` and performs its effects. All scheduling state lives on one serial queue, and there is no `await`
/// between reading and changing it; long work runs elsewhere and comes back as an event.
package actor SchedulerEngine {
  nonisolated let executor = QueueExecutor(label: "carillon.engine")
  nonisolated package var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  let clock: any WallClock
  let store: any Store
  let targets: [Trigger.Kind: any TriggerTarget]
  nonisolated package let zoneNamed: @Sendable (String) -> ZoneRules?
  let log: Logger

  var scheduler: Scheduler
  /// Batches that are not durable yet, in order. The first `batchesInFlight` are being written.
  var batches: [LedgerBatch] = []
  var batchesInFlight = 0
  /// Why the last attempt to write failed; nil when it did not.
  package var writeProblem: String?
  /// Fires that are being sent.
  var sending = 0
  let answers = EventInbox()
  /// Nothing more is started.
  var isDraining = false
  /// The end is waited for: who is asked to end a run by now would not be told.
  private var isLeaving = false
  /// Nobody waits any longer for what is not written.
  private(set) var hasStoppedDraining = false
  /// A write was given up on at the end: what comes behind it must not be written without it.
  var hasAbandonedWriting = false
  var drained: [CheckedContinuation<Void, Never>] = []
  private var hasNoPatience = false
  var follow: (@Sendable (Fire) -> Void)?
  private var unfollow: (@Sendable (Identifier) -> Void)?
  var observers: [Int: AsyncStream<LedgerNews>.Continuation] = [:]
  var nextObserver = 0
  var figures = FireFigures()
  var listeners: [@Sendable (LedgerNews) -> Void] = []
  var requestListeners: [@Sendable (LedgerRow) -> Void] = []
  /// How many batches there were, and how many of them are durable.
  var batchesMade = 0
  var batchesWritten = 0
  /// Rung after each write, and when one fails.
  var writeBells: [Doorbell] = []
  private var alarm: (any Alarm)?
  /// The clock and the time that has passed, as they stood when they were last compared.
  private var clockMark: (now: Instant, elapsed: Duration)?
  /// The last step of the clock, for those who ask.
  package private(set) var lastClockStep: ClockStep?
  /// When the scheduler wants its next turn. What has passed: the alarm is yet to go off.
  var wakeAt: Instant?
  /// Rung when that changes.
  var turnBells: [Doorbell] = []

  package init(
    clock: any WallClock, store: any Store, targets: [Trigger.Kind: any TriggerTarget],
    zoneNamed: @escaping @Sendable (String) -> ZoneRules?, limits: DispatchLimits = DispatchLimits(), log: Logger
  ) {
    scheduler = Scheduler(limits: limits, wakesPerTurn: Self.wakesPerTurn)
    self.clock = clock
    self.store = store
    self.targets = targets
    self.zoneNamed = zoneNamed
    self.log = log
  }

  /// A few milliseconds of work.
  private static let wakesPerTurn = 500

  /// Takes up what an earlier life left. Comes first, once; nothing fires before `open`.
  package func restore() async throws(StoreError) -> StoredState {
    let state = try await store.restore()
    figures.takeUp(state.unfinished, latest: state.schedules.lazy.compactMap(\.latestRow))
    let resolved = Schedule.allOnCores(state.schedules.map(\.revision.definition), zoneNamed: zoneNamed)
    let schedules = zip(resolved, state.schedules).map { RestoredSchedule(schedule: $0, stored: $1) }
    handle(.restored(schedules, unfinished: state.unfinished, retired: state.retired))
    return state
  }

  /// From now on schedules fire.
  /// - Parameters:
  ///   - follow: called for each run that is to be followed; what it learns comes back as `.runChanged`.
  ///   - unfollow: called with the id of a fire whose run need not be followed any more, though it has not been seen to end.
  package func open(follow: @escaping @Sendable (Fire) -> Void, unfollow: @escaping @Sendable (Identifier) -> Void = { _ in }) {
    self.follow = follow
    self.unfollow = unfollow
    alarm = clock.makeAlarm(on: executor.queue) { [weak self] in
      self?.assumeIsolated { $0.alarmWentOff() }
    }
    clockMark = (clock.now(), clock.elapsed())
    handle(.opened)
  }

  package func handle(_ event: SchedulerEvent) { handle(CollectionOfOne(event)) }

  func handle(_ events: some Sequence<SchedulerEvent>) {
    for effect in scheduler.handle(events, at: clock.now()) { perform(effect) }
  }

  private func alarmWentOff() {
    guard !isDraining else { return }
    noticeClockStep()
    handle(.clockAdvanced)
    if let wakeAt { alarm?.set(wakeAt) }
  }

  /// Slewing changes a clock by at most 0.5 ms a second (adjtimex(2)); what is more was set.
  private static let smallestStep: Duration = .seconds(1)

  private func noticeClockStep() {
    let (now, elapsed) = (clock.now(), clock.elapsed())
    defer { clockMark = (now, elapsed) }
    guard let mark = clockMark else { return }
    let step = mark.now.duration(to: now) - (elapsed - mark.elapsed)
    guard step.magnitude >= Self.smallestStep else { return }
    log.notice("the clock was set", metadata: ["by": "\(step.iso8601)", "now": "\(now.iso8601)"])
    lastClockStep = ClockStep(at: now, by: step)
    handle(.clockStepped(by: step))
  }

  func perform(_ effect: SchedulerEffect) {
    switch effect {
    case .commit(let batch):
      batchesMade += 1
      guard !hasAbandonedWriting else { return }
      batches.append(batch)
      writeBatches()
    case .start(let fire): start(fire)
    case .lookUp(let fire): lookUp(fire)
    case .follow(let fire): follow?(fire)
    case .unfollow(let fire): unfollow?(fire)
    case .stop(let fire, let force): stop(fire, force: force)
    case .moved(let schedule, let from, let to): logMove(of: schedule, from: from, to: to)
    case .wake(let instant):
      wakeAt = instant
      if !isDraining { alarm?.set(instant) }
      turnBells.forEach { $0.ring() }
    case .declined: break
    }
  }

  // MARK: Targets

  private func start(_ fire: Fire) {
    guard !isDraining else { return }
    guard let target = targets[fire.trigger.kind] else {
      return handle(.attemptEnded(fire: fire.id, .refused(.failed, Self.noTarget(fire))))
    }
    tellOfRequest(fire)
    sending += 1
    Task(executorPreference: target.executor) { [self] in
      FaultPoint.reach(.beforeStart)
      let result = await target.start(fire)
      FaultPoint.reach(.afterAnswer)
      guard answers.put(.attemptEnded(fire: fire.id, result)) else { return }
      // Answers that came with this one go along.
      await Task.yield()
      await takeAnswers()
    }
  }

  private func takeAnswers() {
    let events = answers.takeAll()
    sending -= events.count
    handle(events)
    checkDrained()
  }

  private func lookUp(_ fire: Fire) {
    guard !isDraining else { return }
    guard let target = targets[fire.trigger.kind] else {
      return handle(.lookedUp(fire: fire.id, .settled(.lost, Self.noTarget(fire))))
    }
    Task {
      FaultPoint.reach(.beforeLookUp)
      let result = await target.lookUp(fire)
      handle(.lookedUp(fire: fire.id, result))
    }
  }

  private func stop(_ fire: Fire, force: Bool) {
    guard !isLeaving, let target = targets[fire.trigger.kind] else { return }
    Task {
      let result = await target.stop(fire, force: force)
      handle(.stopAnswered(fire: fire.id, result))
    }
  }

  private static func noTarget(_ fire: Fire) -> Reason {
    Reason("no_target", "this daemon cannot reach any target of kind \(fire.trigger.kind.rawValue); is a server configured?")
  }

  // MARK: Stopping

  /// From now on nothing comes due, and nothing more is started or looked up. Answers still count and are written; a run that
  /// somebody ends is told, until `drain`.
  package func startNothingMore() {
    isDraining = true
    handle(.stopping)
    alarm?.cancel()
  }

  /// Starts nothing more, and returns when what is being sent has its answer and everything is written, or at `deadline`:
  /// what is claimed by then is looked up by the next life. Until then a write that fails is tried again. Runs go on; the next
  /// life follows them.
  package func drain(until deadline: Instant) async {
    startNothingMore()
    isLeaving = true
    FaultPoint.reach(.duringDrain)
    guard !isIdle, !hasNoPatience else { return stopDraining() }
    let patience = Task {
      while clock.now() < deadline, !Task.isCancelled { await Doorbell().wait(until: deadline, by: clock) }
      stopDraining()
    }
    await withCheckedContinuation { drained.append($0) }
    patience.cancel()
  }

  /// Has `drain` return at once, whatever is still being sent.
  package func endDraining() {
    hasNoPatience = true
    stopDraining()
  }

  /// True when nothing is being sent, and everything is written.
  package var isIdle: Bool { sending == 0 && batches.isEmpty }

  func checkDrained() {
    guard !drained.isEmpty, isIdle else { return }
    stopDraining()
  }

  private func stopDraining() {
    hasStoppedDraining = true
    drained.forEach { $0.resume() }
    drained = []
  }
}

/// A step of the clock.
package struct ClockStep: Hashable, Sendable {
  package let at: Instant
  /// Positive: it was put forward.
  package let by: Duration

  package init(at: Instant, by: Duration) {
    self.at = at
    self.by = by
  }
}

extension Duration {
  fileprivate var magnitude: Duration { self < .zero ? .zero - self : self }
}
