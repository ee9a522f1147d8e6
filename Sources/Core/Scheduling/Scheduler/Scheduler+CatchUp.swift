import CivilTime
import Timers

/// The schedules that have yet to settle what was missed before the start.
struct CatchUpLine {
  /// By id, and behind them those that have waited for news in vain.
  var ready: ArraySlice<SchedulePlan> = []
  /// Those that a run of an earlier life is in the way of, of which nothing has been heard yet.
  var waiting: [SchedulePlan] = []
  /// Something was heard of a run of theirs.
  var heard: [SchedulePlan] = []
  /// Ends the wait for news; nil: nobody waits any more.
  var timer: TimerEntry?
}

/// What was missed before the start is made up for.
extension Scheduler {
  /// So long after the start what was missed waits to hear of the runs that were under way.
  static let newsPatience: Duration = .seconds(30)

  mutating func releaseCatchUp(_ turn: inout Turn) {
    guard holdsCatchUp else { return }
    holdsCatchUp = false
    let plans = plansInOrder
    for plan in plans where plan.policy.overlap.bufferLimit != nil { returnTurns(of: plan, &turn) }
    let followers = fires.values.filter { $0.row.kind == .chained && $0.isCatchUp && $0.phase == .queued }
    for fire in followers.filter({ !$0.hasStoodBack }).sorted(by: { ($0.row.due, $0.id) < ($1.row.due, $1.id) }) {
      endOthersClaimed(before: fire, &turn)
      fire.hasAskedNobody = false
      fire.noteWhetherItCouldEndOthers(at: turn.now)
      guard fire.row.reason != fire.turnReason else { continue }
      fire.row.reason = fire.turnReason
      record(fire, .waiting, &turn)
    }
    for plan in plans { plan.awaitsCatchUp = true }
    catchUp.ready = plans[...]
    settleMissed(&turn)
    continueBackfills(&turn)
  }

  /// A fire that an earlier life had buffered waited for the first look at the sources only: it keeps its turn before newer ones.
  private mutating func returnTurns(of plan: SchedulePlan, _ turn: inout Turn) {
    for id in plan.underWay {
      guard let fire = fires[id], fire.keepsTurn, fire.isCatchUp else { continue }
      if fire.phase == .gated { takeBack(fire, &turn) }
      if fire.standsBack { fire.isCatchUp = false }
      guard fire.phase == .queued else { continue }
      fire.isCatchUp = false
      proceed(fire, &turn)
    }
  }

  /// Lets some schedules settle what they have missed: live fires and answers come in between.
  mutating func settleMissed(_ turn: inout Turn) {
    // The next life makes up for the rest.
    guard !isStopping else { return }
    if let end = catchUp.timer, end.at <= turn.now { loseNewsPatience() }
    if !catchUp.heard.isEmpty { goOnAfterNews(&turn) }
    guard !catchUp.ready.isEmpty else { return }
    for _ in 0..<max(wakesPerTurn - turn.taken, 1) {
      guard let plan = catchUp.ready.popFirst() else { break }
      if awaitsNews(plan) { catchUp.waiting.append(plan) } else { settleMissed(of: plan, &turn) }
      turn.taken += 1
    }
    // A slice keeps all that it ever held.
    if catchUp.ready.isEmpty { catchUp.ready = [] }
  }

  private mutating func settleMissed(of plan: SchedulePlan, _ turn: inout Turn) {
    guard plan.awaitsCatchUp, plans[plan.id] === plan else { return }
    plan.awaitsCatchUp = false
    settle(plan, &turn)
  }

  /// True while what is under way may have ended before the start: as long as nobody knows, it would have all skipped that is missed, and
  /// what is due now with it.
  func awaitsNews(_ plan: SchedulePlan) -> Bool {
    guard catchUp.timer != nil, plan.policy.overlap == .skip, plan.policy.misfire == .last else { return false }
    return plan.underWay.contains { unheard.contains($0) && fires[$0]?.line === plan.line }
  }

  private mutating func goOnAfterNews(_ turn: inout Turn) {
    let heard = catchUp.heard
    catchUp.heard = []
    for plan in heard where !awaitsNews(plan) {
      if !holdsCatchUp { settleMissed(of: plan, &turn) }
      // What has come due in that time waits no longer either.
      if let timer = plan.timer, let due = plan.nextDue, plan.withJitter(due) <= turn.now, plans[plan.id] === plan {
        wheel.cancel(timer)
        plan.timer = insertTimer(.due(plan), at: turn.now)
      }
    }
  }

  /// True while what a schedule has missed waits.
  func holdsCatchUp(of plan: SchedulePlan?) -> Bool { holdsCatchUp || plan?.awaitsCatchUp ?? false }

  /// Something was heard of a fire of an earlier life, or it has ended.
  mutating func noteNews(of fire: ActiveFire) {
    if !unheard.isEmpty, unheard.remove(fire.id) != nil, let plan = fire.plan { catchUp.heard.append(plan) }
  }

  mutating func setNewsPatience(_ turn: Turn) {
    guard !unheard.isEmpty else { return }
    let end = turn.now.advanced(by: Self.newsPatience)
    catchUp.timer = TimerEntry(at: end, handle: insertTimer(.newsPatience, at: end))
  }

  mutating func loseNewsPatience() {
    if let timer = catchUp.timer { wheel.cancel(timer.handle) }
    catchUp.timer = nil
    catchUp.ready += catchUp.waiting
    catchUp.waiting = []
  }
}
