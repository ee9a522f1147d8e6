import CivilTime
import Timers

/// What becomes of due instants.
extension Scheduler {
  /// Up to this late, a due instant is not missed but merely late: an ordinary stall of the machine.
  package static let misfireThreshold: Duration = .seconds(60)

  /// Covers everything that is due by now, and plans the next.
  mutating func settle(_ id: Identifier, _ turn: inout Turn) {
    guard let plan = plans[id] else { return }
    let definition = plan.definition
    if definition.standing.owes, let due = plan.schedule.due,
      let span = due.span(after: plan.coveredUntil, through: turn.now, newest: Self.listed(for: definition.policy))
    {
      switch definition.standing {
      case .armed: settleArmed(id, span, &turn)
      case .paused: addRange(span, of: id, .skippedPaused, Self.pausedReason(definition), &turn)
      case .unbound: addRange(span, of: id, .unbound, definition.reason ?? Self.unboundReason, &turn)
      case .observed, .invalid: break
      }
      cover(id, until: span.last, &turn)
    }
    replan(id)
  }

  mutating func settleArmed(_ id: Identifier, _ span: DueSpan, _ turn: inout Turn) {
    guard let policy = plans[id]?.definition.policy else { return }
    switch policy.misfire {
    case .last: fireLast(id, span, &turn)
    case .skip: skipMissed(id, span, &turn)
    case .all: fireAll(id, span, &turn)
    }
  }

  mutating func cover(_ id: Identifier, until last: Instant, _ turn: inout Turn) {
    plans[id]?.coveredUntil = last
    turn.batch.coveredUntil[id] = last
  }

  /// Puts the next owed instant into the wheel.
  mutating func replan(_ id: Identifier) {
    guard let plan = plans[id], let openedAt else { return }
    if let timer = plan.timer { wheel.cancel(timer) }
    let base = holdsCatchUp ? max(plan.coveredUntil, openedAt) : plan.coveredUntil
    let next = plan.definition.standing.owes ? plan.schedule.due?.next(after: base) : nil
    let timer = next.map { insertTimer(.due(id), at: $0) }
    plans[id]?.nextDue = next
    plans[id]?.timer = timer
  }

  /// How many of the newest instants a policy looks at one by one: the one to fire and its predecessor, or all that fire.
  static func listed(for policy: Policy) -> Int {
    policy.misfire == .all ? Policy.misfireLimit : 2
  }

  // MARK: Misfire policies

  private mutating func fireLast(_ id: Identifier, _ span: DueSpan, _ turn: inout Turn) {
    guard admit(id, span, &turn) else { return }
    let fire = claim(span.last, of: id, &turn)
    supersedeWaiting(of: id, by: fire, &turn)
    guard let older = span.withoutNewest(1) else { return }
    addRange(older, of: id, .coalesced, Self.coalescedReason(into: span.last), carriedBy: fire, &turn)
  }

  private mutating func skipMissed(_ id: Identifier, _ span: DueSpan, _ turn: inout Turn) {
    let reason = Reason("misfire_skip", "it was missed, and the schedule's misfire policy is skip")
    guard span.last.duration(to: turn.now) <= Self.misfireThreshold else {
      return addRange(span, of: id, .skippedMisfire, reason, &turn)
    }
    if let older = span.withoutNewest(1) { addRange(older, of: id, .skippedMisfire, reason, &turn) }
    guard admit(id, span.newestOnly, &turn) else { return }
    _ = claim(span.last, of: id, &turn)
  }

  private mutating func fireAll(_ id: Identifier, _ span: DueSpan, _ turn: inout Turn) {
    if let older = span.withoutNewest(span.newest.count) {
      let reason = Reason("misfire_limit", "more than \(Policy.misfireLimit) were missed; the newest \(Policy.misfireLimit) are started")
      addRange(older, of: id, .skippedMisfire, reason, &turn)
    }
    // A single live instant follows the overlap policy; missed ones take their turns.
    if span.newest.count == 1, !admit(id, span.newestOnly, &turn) { return }
    for due in span.newest { _ = claim(due, of: id, &turn) }
  }

  // MARK: Overlap

  /// False when a fire under way keeps the span from being started: that is written down then.
  private mutating func admit(_ id: Identifier, _ span: DueSpan, _ turn: inout Turn) -> Bool {
    guard let plan = plans[id], plan.definition.policy.overlap == .skip,
      let blocker = plan.underWay.first(where: { blocks($0, under: plan.definition.policy) })
    else { return true }
    let due = fires[blocker]?.row.due.iso8601 ?? ""
    addRange(span, of: id, .skippedOverlap, Reason("overlap_skip", "the fire of \(due) was still under way"), &turn)
    return false
  }

  /// Under `misfire: last` a fire that only waits for its target gives way to the newer one.
  private func blocks(_ fire: Identifier, under policy: Policy) -> Bool {
    guard policy.misfire == .last, let active = fires[fire] else { return true }
    return !active.isCertainlyNotStarted
  }

  private mutating func supersedeWaiting(of id: Identifier, by carrier: Identifier, _ turn: inout Turn) {
    guard let plan = plans[id], plan.definition.policy.overlap == .skip, let due = fires[carrier]?.row.due else { return }
    for fire in plan.underWay where fire != carrier && fires[fire]?.isCertainlyNotStarted == true {
      fires[fire]?.row.carriedBy = carrier
      finish(fire, .coalesced, Self.coalescedReason(into: due), &turn)
    }
  }

  // MARK: Rows

  /// Writes a range, or lets the schedule's last one grow.
  mutating func addRange(
    _ span: DueSpan, of id: Identifier, _ outcome: Outcome, _ reason: Reason, carriedBy: Identifier? = nil,
    _ turn: inout Turn
  ) {
    guard let plan = plans[id] else { return }
    if var open = plan.openRange, open.continues(with: outcome, reason, revision: plan.revision), carriedBy == nil {
      open.dueLast = span.last
      open.count += span.count
      open.reason = reason
      turn.batch.write(open)
      plans[id]?.openRange = open
    } else {
      let row = LedgerRow(
        id: Fire.id(schedule: id, due: span.first), kind: .scheduled, scheduleID: id,
        scheduleName: plan.schedule.name, revision: plan.revision, due: span.first, dueLast: span.last,
        count: span.count, outcome: outcome, reason: reason, carriedBy: carriedBy, claimedAt: turn.now,
        finishedAt: turn.now)
      turn.batch.ranges.append(row)
      plans[id]?.openRange = carriedBy == nil ? row : nil
    }
    noteOutcome(of: plans[id]?.openRange, schedule: id, &turn)
  }

  private mutating func noteOutcome(of row: LedgerRow?, schedule id: Identifier, _ turn: inout Turn) {
    guard let row, row.outcome != .coalesced else { return }
    plans[id]?.lastOutcome = row.outcome
    report(row, &turn)
  }

  private static func coalescedReason(into due: Instant) -> Reason {
    Reason("misfire_last", "it was missed; the fire of \(due.iso8601) stands for it")
  }

  private static func pausedReason(_ definition: ScheduleDefinition) -> Reason {
    definition.reason ?? Reason("inactive", "the schedule is paused")
  }

  private static let unboundReason = Reason("no_binding", "nothing says what to start")
}

extension LedgerRow {
  fileprivate func continues(with outcome: Outcome, _ reason: Reason, revision: Int) -> Bool {
    self.outcome == outcome && self.reason?.code == reason.code && self.revision == revision
  }
}

extension LedgerBatch {
  /// A row that this batch creates is written once, in its last form.
  fileprivate mutating func write(_ row: LedgerRow) {
    if let index = ranges.firstIndex(where: { $0.id == row.id }) { ranges[index] = row } else { updates.append(row) }
  }
}

extension Outcome {
  /// True when rows of this outcome cover instants that were never started.
  var isRange: Bool {
    switch self {
    case .unbound, .skippedOverlap, .skippedMisfire, .skippedPaused: true
    default: false
    }
  }
}
