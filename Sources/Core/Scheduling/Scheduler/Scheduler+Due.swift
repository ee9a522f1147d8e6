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
    for stretch in plan.stretches(after: covered, through: through) {
      settle(id, stretch, &turn)
      cover(id, until: stretch.span.last, &turn)
    }
  }

  private mutating func settle(_ id: Identifier, _ stretch: DueStretch, _ turn: inout Turn) {
    guard let plan = plans[id] else { return }
    switch plan.definition.standing {
    case .paused: addRange(stretch.span, of: id, .skippedPaused, Self.pausedReason(plan.definition), &turn)
    case .unbound: addRange(stretch.span, of: id, .unbound, plan.definition.reason ?? Self.unboundReason, &turn)
    case .observed, .invalid: break
    case .armed:
      if let exclusion = stretch.exclusion, exclusion.deferredUntil == nil {
        let reason = Reason("calendar", "calendar '\(exclusion.calendar)' excludes it")
        addRange(stretch.span, of: id, .skippedCalendar, reason, &turn)
      } else {
        settleArmed(id, stretch, &turn)
      }
    }
  }

  private mutating func settleArmed(_ id: Identifier, _ stretch: DueStretch, _ turn: inout Turn) {
    guard let plan = plans[id], let span = admitRuns(id, stretch.span, &turn) else { return }
    let deferral = stretch.exclusion.map { Deferral(calendar: $0.calendar, until: $0.deferredUntil ?? turn.now) }
    switch plan.policy.misfire {
    case .last: fireLast(id, span, deferral, &turn)
    case .skip: skipMissed(id, span, deferral, &turn)
    case .all: fireAll(id, span, deferral, &turn)
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

  private mutating func fireLast(_ id: Identifier, _ span: DueSpan, _ deferral: Deferral?, _ turn: inout Turn) {
    guard let span = admitAge(id, span, &turn), admitOverlap(id, span, &turn) else { return }
    let older = span.withoutNewest(1)
    let missed = older.map { MissedSpan(count: $0.count, first: $0.first, last: $0.last) }
    let fire = claim(span.last, of: id, missed: missed, deferral, &turn)
    supersedeWaiting(of: id, by: fire, &turn)
    guard let older else { return }
    addRange(older, of: id, .coalesced, Self.coalescedReason(into: span.last), carriedBy: fire, &turn)
  }

  private mutating func skipMissed(_ id: Identifier, _ span: DueSpan, _ deferral: Deferral?, _ turn: inout Turn) {
    let reason = Reason("misfire_skip", "it was missed, and the schedule's misfire policy is skip")
    guard !isMissed(span.last, of: id, turn) else { return addRange(span, of: id, .skippedMisfire, reason, &turn) }
    if let older = span.withoutNewest(1) { addRange(older, of: id, .skippedMisfire, reason, &turn) }
    guard admitOverlap(id, span.newestOnly, &turn) else { return }
    _ = claim(span.last, of: id, missed: nil, deferral, &turn)
  }

  private mutating func fireAll(_ id: Identifier, _ span: DueSpan, _ deferral: Deferral?, _ turn: inout Turn) {
    guard let plan = plans[id], let span = admitAge(id, span, &turn) else { return }
    if let older = span.withoutNewest(span.newest.count) {
      let limit = plan.policy.misfireLimit
      addRange(
        older, of: id, .skippedMisfire, Reason("misfire_limit", "more than \(limit) were missed; the newest \(limit) are started"), &turn)
    }
    // A single live instant follows the overlap policy; missed ones take their turns.
    if span.newest.count == 1, !isMissed(span.last, of: id, turn), !admitOverlap(id, span.newestOnly, &turn) { return }
    for due in span.newest { _ = claim(due, of: id, missed: nil, deferral, &turn) }
  }

  /// The instants that are young enough to be made up for; older ones are written down.
  private mutating func admitAge(_ id: Identifier, _ span: DueSpan, _ turn: inout Turn) -> DueSpan? {
    guard let plan = plans[id], let window = plan.policy.misfireWindow, let due = plan.schedule.due else { return span }
    let cut = turn.now.advanced(by: .zero - window - plan.jitter)
    guard span.first < cut else { return span }
    let reason = Reason("misfire_window", "it was missed by more than the schedule's misfire window of \(window.iso8601)")
    if let old = due.span(after: span.first.advanced(by: .microseconds(-1)), through: min(cut, span.last), newest: 1) {
      addRange(old, of: id, .skippedMisfire, reason, &turn)
    }
    return due.span(after: cut, through: span.last, newest: plan.listed)
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

  static func coalescedReason(into due: Instant) -> Reason {
    Reason("misfire_last", "it was missed; the fire of \(due.iso8601) stands for it")
  }

  private static func pausedReason(_ definition: ScheduleDefinition) -> Reason {
    definition.reason ?? Reason("inactive", "the schedule is paused")
  }

  private static let unboundReason = Reason("no_binding", "nothing says what to start")
}

/// A calendar puts fires off.
struct Deferral {
  let calendar: String
  let until: Instant
}

/// Consecutive due instants of which the calendars say the same.
struct DueStretch {
  var span: DueSpan
  var exclusion: ExclusionRules.Exclusion?
}

extension SchedulePlan {
  /// How many of the newest instants a policy looks at one by one: the one to fire and its predecessor, or all that fire.
  var listed: Int { policy.misfire == .all ? max(policy.misfireLimit, 1) : 2 }

  /// The due instants in `(after, through]`, cut where the calendars' word changes. They say nothing to what is not armed.
  func stretches(after: Instant, through: Instant) -> [DueStretch] {
    guard let due = schedule.due else { return [] }
    guard let exclusions = schedule.exclusions, definition.standing == .armed else {
      return due.span(after: after, through: through, newest: listed).map { [DueStretch(span: $0)] } ?? []
    }
    var stretches: [DueStretch] = []
    var next = due.next(after: after)
    while let instant = next, instant <= through {
      let exclusion = exclusions.exclusion(of: instant)
      if let last = stretches.indices.last, stretches[last].exclusion == exclusion {
        stretches[last].span.append(instant, keeping: listed)
      } else {
        stretches.append(DueStretch(span: DueSpan(first: instant), exclusion: exclusion))
      }
      next = due.next(after: instant)
    }
    return stretches
  }
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
