import CivilTime
import Timers

/// What becomes of due instants.
extension Scheduler {
  /// Up to this late, a due instant is not missed but merely late: an ordinary stall of the machine.
  package static let misfireThreshold: Duration = .seconds(60)

  /// Covers everything that is due by now, and plans the next.
  mutating func settle(_ id: Identifier, _ turn: inout Turn) {
    guard let plan = plans[id] else { return }
    settle(id, through: turn.now.advanced(by: .zero - plan.jitter), &turn)
    endPauseThatIsOver(id, &turn)
    replan(id)
  }

  /// Covers the instants up to `through`, in the ways that hold for each.
  mutating func settle(_ id: Identifier, through: Instant, _ turn: inout Turn) {
    guard let plan = plans[id], plan.definition.standing.owes, let due = plan.schedule.due else { return }
    if let pause = plan.state.pause {
      let end = pause.until.map { min($0.advanced(by: .microseconds(-1)), through) } ?? through
      if let span = due.span(after: plan.coveredUntil, through: end, newest: 1) {
        addRange(span, of: id, .skippedPaused, pause.reason, &turn)
        cover(id, until: span.last, &turn)
      }
      guard let until = pause.until, until <= through else { return }
    }
    let covered = plans[id]?.coveredUntil ?? plan.coveredUntil
    let stretches = plan.stretches(after: covered, through: through)
    var backlog = Backlog(of: stretches)
    for stretch in stretches {
      settle(id, stretch, &backlog, &turn)
      cover(id, until: stretch.span.last, &turn)
    }
  }

  private mutating func settle(_ id: Identifier, _ stretch: DueStretch, _ backlog: inout Backlog, _ turn: inout Turn) {
    guard let plan = plans[id] else { return }
    switch plan.definition.standing {
    case .paused: addRange(stretch.span, of: id, .skippedPaused, Self.pausedReason(plan.definition), &turn)
    case .unbound: addRange(stretch.span, of: id, .unbound, plan.definition.reason ?? Self.unboundReason, &turn)
    case .observed, .invalid: break
    case .armed:
      if let exclusion = stretch.exclusion, !stretch.mayStart {
        let reason = Reason("calendar", "calendar '\(exclusion.calendar)' excludes it")
        addRange(stretch.span, of: id, .skippedCalendar, reason, &turn)
      } else {
        backlog.following -= stretch.span.count
        settleArmed(id, stretch, &backlog, &turn)
      }
    }
  }

  private mutating func settleArmed(_ id: Identifier, _ stretch: DueStretch, _ backlog: inout Backlog, _ turn: inout Turn) {
    let span = stretch.span
    guard let plan = plans[id], admitRuns(id, span, &turn) else { return }
    let deferral = stretch.exclusion.map { Deferral(calendar: $0.calendar, until: $0.deferredUntil ?? turn.now) }
    switch plan.policy.misfire {
    case .last: fireLast(id, span, deferral, &backlog, &turn)
    case .skip: skipMissed(id, span, deferral, &turn)
    case .all: fireAll(id, span, deferral, backlog, &turn)
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
    let timer = next.map { insertTimer(.due(id), at: $0.advanced(by: plan.jitter)) }
    plans[id]?.nextDue = next
    plans[id]?.timer = timer
  }

  // MARK: Misfire policies

  private mutating func fireLast(
    _ id: Identifier, _ span: DueSpan, _ deferral: Deferral?, _ backlog: inout Backlog, _ turn: inout Turn
  ) {
    guard let span = admitAge(id, span, &turn) else { return }
    guard backlog.following == 0 else {
      // The latest instant stands in a later stretch. No range may grow over these meanwhile.
      backlog.carried.append(span)
      plans[id]?.openRange = nil
      return
    }
    guard admitOverlap(id, span, &turn) else { return refuseLikeTheLast(backlog.carried, of: id, &turn) }
    let older = backlog.carried + [span.withoutNewest(1)].compactMap(\.self)
    let fire = claim(span.last, of: id, missed: MissedSpan(older), deferral, &turn)
    supersedeWaiting(of: id, by: fire, &turn)
    for span in older { addRange(span, of: id, .coalesced, Self.coalescedReason(into: span.last), carriedBy: fire, &turn) }
  }

  /// What the latest instant would have stood for is not started for the same reason as that one.
  private mutating func refuseLikeTheLast(_ spans: [DueSpan], of id: Identifier, _ turn: inout Turn) {
    guard let open = plans[id]?.openRange, let reason = open.reason else { return }
    for span in spans {
      plans[id]?.openRange = nil
      addRange(span, of: id, open.outcome, reason, &turn)
    }
    plans[id]?.openRange = open
  }

  private mutating func skipMissed(_ id: Identifier, _ span: DueSpan, _ deferral: Deferral?, _ turn: inout Turn) {
    let reason = Reason("misfire_skip", "it was missed, and the schedule's misfire policy is skip")
    guard !isMissed(span.last, of: id, turn) else { return addRange(span, of: id, .skippedMisfire, reason, &turn) }
    if let older = span.withoutNewest(1) { addRange(older, of: id, .skippedMisfire, reason, &turn) }
    guard admitOverlap(id, span.newestOnly, &turn) else { return }
    _ = claim(span.last, of: id, missed: nil, deferral, &turn)
  }

  private mutating func fireAll(_ id: Identifier, _ span: DueSpan, _ deferral: Deferral?, _ backlog: Backlog, _ turn: inout Turn) {
    guard let plan = plans[id], let span = admitAge(id, span, &turn) else { return }
    let newest = span.newest.suffix(max(0, plan.policy.misfireLimit - backlog.following))
    if let older = span.withoutNewest(newest.count) {
      addRange(older, of: id, .skippedMisfire, Self.limitReason(plan.policy.misfireLimit), &turn)
    }
    // A single live instant follows the overlap policy; missed ones take their turns.
    if backlog.isSingle, !isMissed(span.last, of: id, turn), !admitOverlap(id, span.newestOnly, &turn) { return }
    // Counted before the first of them is claimed: from then on it takes a place itself.
    let admitted = newest.prefix(room(for: id) ?? newest.count)
    for due in admitted {
      let isLive = backlog.isSingle || (holdsCatchUp && openedAt.map { due > $0 } ?? false)
      _ = claim(due, of: id, missed: nil, deferral, isBacklog: !isLive, &turn)
    }
    limitWaiting(of: id, &turn)
    guard let last = admitted.last, let rest = plan.schedule.due?.span(after: last, through: span.last, newest: 1) else { return }
    addRange(rest, of: id, .skippedMaxRuns, Self.usedUpReason(plan), &turn)
  }

  /// The instants that are young enough to be made up for; older ones are written down.
  private mutating func admitAge(_ id: Identifier, _ span: DueSpan, _ turn: inout Turn) -> DueSpan? {
    guard let plan = plans[id], let window = plan.policy.misfireWindow, let due = plan.schedule.due else { return span }
    let cut = turn.now.advanced(by: .zero - window - plan.jitter)
    let before = cut.advanced(by: .microseconds(-1))
    guard span.first < cut else { return span }
    let reason = Reason("misfire_window", "it was missed by more than the schedule's misfire window of \(window.iso8601)")
    if let old = due.span(after: span.first.advanced(by: .microseconds(-1)), through: min(before, span.last), newest: 1) {
      addRange(old, of: id, .skippedMisfire, reason, &turn)
    }
    return due.span(after: before, through: span.last, newest: plan.listed)
  }

  func isMissed(_ due: Instant, of id: Identifier, _ turn: Turn) -> Bool {
    due.advanced(by: plans[id]?.jitter ?? .zero).duration(to: turn.now) > Self.misfireThreshold
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

  static func limitReason(_ limit: Int) -> Reason {
    Reason("misfire_limit", "more than \(limit) were missed; the newest \(limit) are started")
  }

  static func coalescedReason(into due: Instant) -> Reason {
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
    case .unbound, .skippedOverlap, .skippedMutex, .skippedMisfire, .skippedPaused, .skippedCalendar, .skippedMaxRuns: true
    default: false
    }
  }
}
