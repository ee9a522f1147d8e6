import CivilTime

/// The schedules that have yet to settle what was missed before the start.
struct CatchUpLine {
  /// By id.
  var ready: ArraySlice<SchedulePlan> = []
  /// Those that a run of an earlier life is in the way of, of which nothing has been heard yet.
  var waiting: [SchedulePlan] = []
  /// Of one such something was heard, or they have waited long enough.
  var hasNews = false
  /// Ends that wait; nil: nobody waits any more.
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
    for fire in followers.sorted(by: { ($0.row.due, $0.id) < ($1.row.due, $1.id) }) {
      endOthersClaimed(before: fire, &turn)
      guard fire.hasAskedNobody else { continue }
      fire.hasAskedNobody = false
      fire.row.reason = Self.turnReason
      record(fire, .waiting, &turn)
    }
    for plan in plans { plan.awaitsCatchUp = true }
    catchUp.ready = plans[...]
    if let end = openedAt?.advanced(by: Self.newsPatience), !unheard.isEmpty, end > turn.now {
      catchUp.timer = TimerEntry(at: end, handle: insertTimer(.newsPatience, at: end))
    }
    settleMissed(&turn)
    continueBackfills(&turn)
  }

  /// A fire that an earlier life had buffered waited for the first look at the sources only: it keeps its turn before newer ones.
  private mutating func returnTurns(of plan: SchedulePlan, _ turn: inout Turn) {
    for id in plan.underWay {
      guard let fire = fires[id], fire.keepsTurn, fire.isCatchUp else { continue }
      if fire.phase == .gated { takeBack(fire, &turn) }
      guard fire.phase == .queued else { continue }
      fire.isCatchUp = false
      proceed(fire, &turn)
    }
  }

  /// Lets some schedules settle what they have missed: live fires and answers come in between.
  mutating func settleMissed(_ turn: inout Turn) {
    // The next life makes up for the rest.
    guard !isStopping else { return }
    if catchUp.hasNews {
      catchUp.hasNews = false
      let waiting = catchUp.waiting
      catchUp.waiting = []
      for plan in waiting { settleMissed(of: plan, &turn) }
    }
    guard !catchUp.ready.isEmpty else { return }
    for _ in 0..<max(wakesPerTurn - turn.taken, 1) {
      guard let plan = catchUp.ready.popFirst() else {
        // A slice keeps all that it ever held.
        catchUp.ready = []
        return
      }
      settleMissed(of: plan, &turn)
      turn.taken += 1
    }
  }

  private mutating func settleMissed(of plan: SchedulePlan, _ turn: inout Turn) {
    guard plans[plan.id] === plan else { return }
    guard !awaitsNews(plan) else { return catchUp.waiting.append(plan) }
    plan.awaitsCatchUp = false
    settle(plan, &turn)
  }

  /// What was under way at the start may have ended meanwhile: as long as nobody knows, it would have all that was missed skipped.
  private func awaitsNews(_ plan: SchedulePlan) -> Bool {
    guard catchUp.timer != nil, plan.policy.overlap == .skip, plan.policy.misfire == .last, let line = plan.line else { return false }
    return line.members.contains { unheard.contains($0) }
  }

  /// True while what a schedule has missed waits.
  func holdsCatchUp(of plan: SchedulePlan?) -> Bool { holdsCatchUp || plan?.awaitsCatchUp ?? false }

  /// Something was heard of a fire of an earlier life, or it has ended.
  mutating func noteNews(of fire: Identifier) {
    if !unheard.isEmpty, unheard.remove(fire) != nil { catchUp.hasNews = true }
  }

  mutating func loseNewsPatience() {
    catchUp.timer = nil
    catchUp.hasNews = true
  }
}
