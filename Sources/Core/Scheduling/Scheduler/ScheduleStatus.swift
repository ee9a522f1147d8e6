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
}

extension Scheduler {
  package var statuses: [ScheduleStatus] { plans.values.map(\.status) }

  package func status(of id: Identifier) -> ScheduleStatus? { plans[id]?.status }

  /// Fires without a final outcome.
  package var firesUnderWay: Int { fires.count }

  /// Fires that wait for their target, or whose state cannot be learned now.
  package var waitingRows: [LedgerRow] {
    fires.values.filter(\.waitsForTarget).map(\.row).sorted { ($0.due, $0.id) < ($1.due, $1.id) }
  }

  /// The rows of fires without a final outcome.
  package var activeRows: [LedgerRow] { fires.values.map(\.row) }

  /// Targets that do not answer.
  package var awayTargets: [TargetName] { gate.awayTargets }

  /// The row of a fire without a final outcome.
  package func activeRow(_ id: Identifier) -> LedgerRow? { fires[id]?.row }
}

extension SchedulePlan {
  var presentState: ScheduleStatus.State {
    let isPaused = definition.standing == .armed && state.pause != nil
    return hasEnded ? .ended : isPaused ? .paused : ScheduleStatus.State(definition.standing)
  }

  private var hasEnded: Bool {
    let isChained = definition.trigger?.chain != nil
    return definition.standing.owes && ((nextDue == nil && !isChained) || hasUsedUpItsRuns)
  }

  fileprivate var status: ScheduleStatus {
    let hasEnded = hasEnded
    return ScheduleStatus(
      schedule: schedule, state: presentState,
      reason: hasEnded ? endReason : state.pause?.reason ?? definition.reason, nextDue: isArmed && !hasEnded ? nextDue : nil,
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
    case .gated: row.reason?.code == "target_away"
    case .asking: vainQuestions > 0
    case .running: row.reason?.code == Scheduler.unreachableCode
    case .writing, .held, .queued, .announcing, .sending, .ended: false
    }
  }
}
