import CivilTime
import Timers

/// What becomes of due instants.
extension Scheduler {
  /// Up to this late, a due instant is not missed but merely late: an ordinary stall of the machine.
  package static let misfireThreshold: Duration = .seconds(60)

  /// Covers everything that is due by now, and plans the next.
  mutating func settle(_ plan: SchedulePlan, _ turn: inout Turn) {
    admitPutOff(of: plan, &turn)
    missDeadlinesThatHaveCome(of: plan, &turn)
    settle(plan, through: plan.withoutJitter(turn.now), &turn)
    endPauseThatIsOver(plan, &turn)
    replan(plan)
  }

  /// Covers the instants up to `through`, in the ways that hold for each.
  mutating func settle(_ plan: SchedulePlan, through: Instant, _ turn: inout Turn) {
    guard plan.schedule.owes, let due = plan.schedule.due else { return }
    if let pause = plan.state.pause {
      let end = pause.until.map { min($0.advanced(by: .microseconds(-1)), through) } ?? through
      if let span = due.span(after: plan.coveredUntil, through: end, newest: 1) {
        noteEndsByPause(of: plan, due, through: span.last, &turn)
        addRange(span, of: plan, .skippedPaused, pause.reason, &turn)
        cover(plan, until: span.last, &turn)
      }
      guard let until = pause.until, until <= through else { return }
    }
    guard plan.schedule.exclusions != nil, plan.schedule.standing == .armed else {
      // Calendars say nothing: one stretch, and mostly one instant.
      guard let span = plan.span(after: plan.coveredUntil, through: through) else { return }
      let stretch = DueStretch(span: span)
      var backlog = Backlog(of: CollectionOfOne(stretch))
      settle(plan, stretch, &backlog, &turn)
      return cover(plan, until: span.last, &turn)
    }
    let stretches = plan.stretches(after: plan.coveredUntil, through: through)
    // What is put off stands for nothing that can be made up for now.
    let now = turn.now
    let isAhead = { (stretch: DueStretch) in plan.isAhead(stretch.span, stretch.deferral, at: now) }
    var ready = Backlog(of: stretches.filter { !isAhead($0) })
    var ahead = Backlog(of: stretches.filter(isAhead))
    for stretch in stretches {
      if isAhead(stretch) { settle(plan, stretch, &ahead, &turn) } else { settle(plan, stretch, &ready, &turn) }
      cover(plan, until: stretch.span.last, &turn)
    }
  }

  private mutating func settle(_ plan: SchedulePlan, _ stretch: DueStretch, _ backlog: inout Backlog, _ turn: inout Turn) {
    switch plan.schedule.standing {
    case .paused: addRange(stretch.span, of: plan, .skippedPaused, Self.pausedReason(plan.definition), &turn)
    case .unbound: addRange(stretch.span, of: plan, .unbound, plan.definition.reason ?? Self.unboundReason, &turn)
    case .observed, .invalid: break
    case .armed:
      if let exclusion = stretch.exclusion, !stretch.mayStart {
        let reason = Reason("calendar", "calendar '\(exclusion.calendar)' excludes it")
        addRange(stretch.span, of: plan, .skippedCalendar, reason, &turn)
      } else {
        backlog.following -= stretch.span.count
        settleArmed(plan, stretch, &backlog, &turn)
      }
    }
  }

  private mutating func settleArmed(_ plan: SchedulePlan, _ stretch: DueStretch, _ backlog: inout Backlog, _ turn: inout Turn) {
    let (span, deferral) = (stretch.span, stretch.deferral)
    guard admitRuns(plan, span, replacing: placesTaken(by: span, deferral, of: plan, at: turn.now), &turn) else { return }
    switch plan.policy.misfire {
    // Nothing is missed before its time.
    case .skip where deferral != nil && plan.isAhead(span, deferral, at: turn.now): fireAll(plan, span, deferral, backlog, &turn)
    case .last: fireLast(plan, span, deferral, &backlog, &turn)
    case .skip: skipMissed(plan, span, deferral, &turn)
    case .all: fireAll(plan, span, deferral, backlog, &turn)
    }
  }

  mutating func cover(_ plan: SchedulePlan, until last: Instant, _ turn: inout Turn) {
    plan.coveredUntil = last
    turn.batch.coveredUntil[plan.id] = last
  }

  /// Puts the next owed instant into the wheel.
  mutating func replan(_ plan: SchedulePlan) {
    guard let openedAt else { return }
    if let timer = plan.timer { wheel.cancel(timer) }
    let base = holdsCatchUp(of: plan) ? max(plan.coveredUntil, openedAt) : plan.coveredUntil
    plan.nextDue = plan.schedule.owes ? plan.nextInstant(after: base) : nil
    plan.timer = plan.nextDue.map { insertTimer(.due(plan), at: plan.withJitter($0)) }
  }

  // MARK: Misfire policies

  private mutating func fireLast(
    _ plan: SchedulePlan, _ span: DueSpan, _ deferral: Deferral?, _ backlog: inout Backlog, _ turn: inout Turn
  ) {
    guard let span = admitAge(plan, span, deferral, &turn) else { return }
    guard backlog.following == 0 else {
      // The latest instant stands in a later stretch. No range may grow over these meanwhile.
      backlog.carry(span, of: plan.schedule.due)
      plan.openRange = nil
      return
    }
    guard admitOverlap(plan, span, deferral, &turn) else { return refuseLikeTheLast(backlog.carried, of: plan, &turn) }
    if let rest = span.withoutNewest(1) { backlog.carry(rest, of: plan.schedule.due) }
    let older = backlog.carried
    let fire = claim(span.last, of: plan, missed: MissedSpan(older), deferral, &turn)
    supersedeWaiting(of: plan, by: fire, &turn)
    let reason = Self.coalescedReason(into: span.last)
    for part in older { addRange(part, of: plan, .coalesced, reason, carriedBy: fire, &turn) }
  }

  /// What the latest instant would have stood for is not started for the same reason as that one.
  private mutating func refuseLikeTheLast(_ spans: [DueSpan], of plan: SchedulePlan, _ turn: inout Turn) {
    guard let open = plan.openRange, let reason = open.reason else { return }
    for span in spans {
      plan.openRange = nil
      addRange(span, of: plan, open.outcome, reason, &turn)
    }
    plan.openRange = open
  }

  private mutating func skipMissed(_ plan: SchedulePlan, _ span: DueSpan, _ deferral: Deferral?, _ turn: inout Turn) {
    let reason = Reason("misfire_skip", "it was missed, and the schedule's misfire policy is skip")
    guard !plan.isMissed(span.last, deferral, at: turn.now) else {
      return addRange(span, of: plan, .skippedMisfire, reason, &turn)
    }
    if let older = span.withoutNewest(1) { addRange(older, of: plan, .skippedMisfire, reason, &turn) }
    guard admitOverlap(plan, span.newestOnly, deferral, &turn) else { return }
    let fire = claim(span.last, of: plan, missed: nil, deferral, &turn)
    skipWaiting(of: plan, for: fire, &turn)
  }

  private mutating func fireAll(_ plan: SchedulePlan, _ span: DueSpan, _ deferral: Deferral?, _ backlog: Backlog, _ turn: inout Turn) {
    guard let span = admitAge(plan, span, deferral, &turn) else { return }
    let newest = span.newest.suffix(max(0, plan.policy.misfireLimit - backlog.following))
    if let older = span.withoutNewest(newest.count) {
      addRange(older, of: plan, .skippedMisfire, Self.limitReason(plan.policy.misfireLimit), &turn)
    }
    // A single live instant follows the overlap policy, and so does each that is put off; missed ones take their turns.
    let isAhead = plan.isAhead(span, deferral, at: turn.now)
    let isDueNow = backlog.isSingle && !isAhead && !plan.isMissed(span.last, deferral, at: turn.now)
    if isDueNow, !admitOverlap(plan, span.newestOnly, deferral, &turn) { return }
    // Counted before the first of them is claimed: from then on it takes a place itself.
    // Of those that are put off the newest takes the place of each before it.
    let room = isAhead && plan.keepsNewestPutOff ? nil : room(for: plan)
    let admitted = newest.prefix(room ?? newest.count)
    for due in admitted {
      if isAhead, !admitOverlap(plan, DueSpan(first: due), deferral, &turn) { continue }
      let isLive = backlog.isSingle || (holdsCatchUp(of: plan) && openedAt.map { due > $0 } ?? false)
      _ = claim(due, of: plan, missed: nil, deferral, isBacklog: !isLive, &turn)
    }
    limitWaiting(of: plan, &turn)
    guard let last = admitted.last, let rest = plan.schedule.due?.span(after: last, through: span.last, newest: 1) else { return }
    addRange(rest, of: plan, .skippedMaxRuns, Self.usedUpReason(plan), &turn)
  }

  /// The instants that are young enough to be made up for; older ones are written down.
  private mutating func admitAge(_ plan: SchedulePlan, _ span: DueSpan, _ deferral: Deferral?, _ turn: inout Turn) -> DueSpan? {
    guard let window = plan.policy.misfireWindow, let due = plan.schedule.due else { return span }
    // A calendar puts them off: their time is none of the past, or has not long been.
    if let deferral, deferral.until >= turn.now.advanced(by: .zero - window) { return span }
    let cut = turn.now.advanced(by: .zero - window - plan.jitter)
    let before = cut.advanced(by: .microseconds(-1))
    guard span.first < cut else { return span }
    let reason = Reason("misfire_window", "it was missed by more than the schedule's misfire window of \(window.inWords)")
    if let old = due.span(after: span.first.advanced(by: .microseconds(-1)), through: min(before, span.last), newest: 1) {
      addRange(old, of: plan, .skippedMisfire, reason, &turn)
    }
    return due.span(after: before, through: span.last, newest: plan.listed)
  }

  // MARK: Rows

  /// Writes a range, or lets the schedule's last one grow.
  mutating func addRange(
    _ span: DueSpan, of plan: SchedulePlan, _ outcome: Outcome, _ reason: Reason, carriedBy: Identifier? = nil,
    _ turn: inout Turn
  ) {
    if var open = plan.openRange, open.continues(with: outcome, reason, revision: plan.revision), carriedBy == nil {
      open.dueLast = span.last
      open.count += span.count
      turn.batch.write(open, grownBy: span.first...span.last)
      plan.openRange = open
    } else {
      let row = LedgerRow(
        id: Fire.id(schedule: plan.id, due: span.first), kind: .scheduled, scheduleID: plan.id,
        scheduleName: plan.schedule.name, revision: plan.revision, due: span.first, dueLast: span.last,
        count: span.count, outcome: outcome, reason: reason, carriedBy: carriedBy, claimedAt: turn.now,
        finishedAt: turn.now)
      turn.batch.ranges.append(row)
      plan.openRange = carriedBy == nil ? row : nil
    }
    noteOutcome(of: plan, &turn)
  }

  private mutating func noteOutcome(of plan: SchedulePlan, _ turn: inout Turn) {
    guard let row = plan.openRange, row.outcome != .coalesced else { return }
    plan.lastOutcome = row.outcome
    report(row, of: plan, &turn)
  }

  static func limitReason(_ limit: Int) -> Reason {
    Reason("misfire_limit", "more than \(limit) were missed; the newest \(limit) are started")
  }

  private static func coalescedReason(into due: Instant) -> Reason {
    Reason("misfire_last", "it was missed; the fire of \(due.iso8601) stands for it")
  }

  /// Of a fire that waited: nobody has missed what a calendar put off.
  static func supersededReason(by due: Instant) -> Reason {
    Reason("misfire_last", "it had not been started; the fire of \(due.iso8601) stands for it")
  }

  private static func pausedReason(_ definition: ScheduleDefinition) -> Reason {
    definition.reason ?? Reason("inactive", "the schedule is paused")
  }

  private static let unboundReason = Reason("no_binding", "nothing says what to start")
}

extension SchedulePlan {
  /// Whether the time of due instants lies ahead: a calendar or jitter puts them off.
  func isAhead(_ span: DueSpan, _ deferral: Deferral?, at now: Instant) -> Bool { plannedStart(of: span.last, deferral) > now }

  /// Whether a due instant is past, and not merely late.
  func isMissed(_ due: Instant, _ deferral: Deferral? = nil, at now: Instant) -> Bool {
    plannedStart(of: due, deferral).advanced(by: Scheduler.misfireThreshold) < now
  }

  /// When the fire of a due instant is to be started.
  func plannedStart(of due: Instant, _ deferral: Deferral?) -> Instant {
    let due = withJitter(due)
    return deferral.map { max(due, $0.until) } ?? due
  }
}

extension LedgerRow {
  fileprivate func continues(with outcome: Outcome, _ reason: Reason, revision: Int) -> Bool {
    self.outcome == outcome && self.reason == reason && self.revision == revision
  }
}

extension LedgerBatch {
  /// A row that this batch creates is written once, in its last form.
  fileprivate mutating func write(_ row: LedgerRow, grownBy instants: ClosedRange<Instant>) {
    if let index = ranges.firstIndex(where: { $0.id == row.id }) { return ranges[index] = row }
    updates.append(row)
    grown.add(instants, of: row.scheduleID)
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
