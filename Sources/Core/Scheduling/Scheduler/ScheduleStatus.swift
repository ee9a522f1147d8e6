import CivilTime

/// A schedule as the scheduler sees it at one moment.
package struct ScheduleStatus: Sendable {
  package enum State: String, Hashable, Sendable, Codable, CaseIterable {
    case armed, paused, ended, invalid, unbound, observed
  }

  package var schedule: Schedule
  package var state: State
  package var reason: Reason?
  /// Nil unless armed.
  package var nextDue: Instant?
  package var lastOutcome: Outcome?
  package var revision: Int
  package var owedFrom: Instant
  package var coveredUntil: Instant
  /// Pause, counted runs, backfills.
  package var memory: ScheduleState
  /// The fires under way, oldest first.
  package var underWay: [Identifier]

  /// When the fire of `nextDue` is to come: behind it by its jitter, and not before a calendar that defers it lets it. Nil also where a
  /// calendar skips it: no fire comes of it.
  /// - Complexity: a look at its calendars, where it has any.
  package var nextStart: Instant? {
    guard let nextDue else { return nil }
    let start = nextDue.advanced(by: schedule.definition.jitterOffset)
    guard let exclusion = schedule.exclusion(of: nextDue) else { return start }
    return exclusion.deferredUntil.map { max($0, start) }
  }
}

/// All schedules in a few words.
package struct ScheduleOverview: Hashable, Sendable {
  package var counts: [ScheduleStatus.State: Int] = [:]
  /// The first whose fire is to come; nil when none ever is.
  package var nextName: String?
  /// When it is to come, with its jitter and behind what a calendar excludes; the due instant of one that is skipped.
  package var nextDue: Instant?
}

extension Scheduler {
  /// - Complexity: one look at each schedule, and no copy of any.
  package var overview: ScheduleOverview {
    var overview = ScheduleOverview()
    var next: SchedulePlan?
    for plan in plans.values {
      overview.counts[plan.presentState, default: 0] += 1
      guard let due = plan.comesNext, due < overview.nextDue ?? .distantFuture else { continue }
      (next, overview.nextDue) = (plan, due)
    }
    overview.nextName = next?.definition.record.name
    return overview
  }

  /// What schedules that fire do, of these kinds; of chains what they do at their turn.
  package func triggers(of kinds: Set<Trigger.Kind>) -> Set<Trigger> {
    guard !kinds.isEmpty else { return [] }
    return Set(
      plans.values.lazy.filter { [.armed, .paused].contains($0.presentState) }
        .compactMap(\.definition.trigger?.action).filter { kinds.contains($0.kind) })
  }

  package var statuses: [ScheduleStatus] { plans.values.map(\.status) }

  package func status(of id: Identifier) -> ScheduleStatus? { plans[id]?.status }

  /// What a schedule's file says about alerts, or said when it was removed in this life: its runs go on, and what they come to is told
  /// so. Nil: nothing.
  package func alerts(of id: Identifier) -> ScheduleAlerts? {
    guard let plan = plans[id] else { return retired[id]?.alerts }
    return plan.schedule.definition.alerts
  }

  /// How long a fire's run may take, by its schedule as it is or was; nil: no limit is known.
  package func runTimeout(of row: LedgerRow) -> Duration? {
    guard let plan = plans[row.scheduleID] else { return row.trigger?.runTimeout(retired[row.scheduleID]?.timeout) }
    return plan.definition.runTimeout
  }

  /// Fires without a final outcome.
  package var firesUnderWay: Int { fires.count }

  /// Fires that wait for their target, or whose state cannot be learned now; without those of `firesHeldByTargets`.
  package var waitingRows: [LedgerRow] {
    fires.values.filter { $0.waitsForTarget && !$0.isHeldByOutage }.map(\.row).sorted { ($0.due, $0.id) < ($1.due, $1.id) }
  }

  /// How many fires wait because their target does not answer, for each target.
  package var firesHeldByTargets: [TargetName: Int] {
    fires.values.reduce(into: [:]) { counts, fire in
      if fire.isHeldByOutage { counts[fire.entry.name, default: 0] += 1 }
    }
  }

  /// How many fires wait for limits on what is sent at a time.
  package var firesHeldByLimits: Int {
    fires.values.count { $0.phase == .gated && !$0.entry.isAway && !(holdsCatchUp && $0.isCatchUp) }
  }

  /// The rows of fires without a final outcome.
  package var activeRows: [LedgerRow] { fires.keys.compactMap { activeRow($0) } }

  /// True while fires that are ready wait for limits, or for an outage to end.
  package var holdsFiresBack: Bool { !gate.isEmpty }

  /// What limits have held back in this life, those that held back most first.
  package var limitHolds: [LimitHold] { gate.holds }
}

extension SchedulePlan {
  private var hasEnded: Bool {
    definition.standing.owes && ((nextDue == nil && definition.trigger?.chain == nil && !hasAChainsPlaceholder) || hasUsedUpItsRuns)
  }

  /// Without a trigger nobody knows it for a chain, but for the instant that `apply` gives to one on a server.
  private var hasAChainsPlaceholder: Bool {
    guard definition.trigger == nil, case .once(let due)? = schedule.due?.timing else { return false }
    return due == .epoch
  }

  var presentState: ScheduleStatus.State {
    if hasEnded { return .ended }
    return definition.standing == .armed && state.pause != nil ? .paused : ScheduleStatus.State(definition.standing)
  }

  fileprivate var shownDue: Instant? { isArmed && !hasEnded ? nextDue : nil }

  /// When something comes of it next.
  fileprivate var comesNext: Instant? {
    guard let due = shownDue else { return nil }
    let start = withJitter(due)
    guard schedule.exclusions != nil, let exclusion = schedule.exclusion(of: due) else { return start }
    return exclusion.deferredUntil.map { max($0, start) } ?? due
  }

  fileprivate var status: ScheduleStatus {
    ScheduleStatus(
      schedule: schedule, state: presentState, reason: hasEnded ? endReason : state.pause?.reason ?? definition.reason, nextDue: shownDue,
      lastOutcome: lastOutcome, revision: revision, owedFrom: owedFrom, coveredUntil: coveredUntil, memory: state, underWay: underWay)
  }

  private var endReason: Reason {
    if hasUsedUpItsRuns { return Reason("max_runs", "it has had the \(state.runsStarted) runs that it may have") }
    if case .once(let due)? = schedule.due?.timing, due <= owedFrom, lastOutcome == nil {
      return Reason("past_before_first_sight", "its one instant \(due.iso8601) was over when Carillon first saw it")
    }
    return Reason("no_further_instant", "it has no further due instant")
  }
}

extension ScheduleStatus.State {
  fileprivate init(_ standing: ScheduleDefinition.Standing) {
    switch standing {
    case .armed: self = .armed
    case .paused: self = .paused
    case .unbound: self = .unbound
    case .observed: self = .observed
    case .invalid: self = .invalid
    }
  }
}

extension ActiveFire {
  fileprivate var waitsForTarget: Bool {
    switch phase {
    case .waiting: true
    case .asking: vainQuestions > 0
    case .running: row.reason?.code == Scheduler.unreachableCode
    case .writing, .held, .queued, .gated, .announcing, .sending, .ended: false
    }
  }

  /// It would be sent if its target answered.
  fileprivate var isHeldByOutage: Bool { (phase == .gated || phase == .waiting) && entry.isAway }
}
