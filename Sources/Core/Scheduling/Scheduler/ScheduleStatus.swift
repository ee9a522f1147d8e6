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
}

extension Scheduler {
  package var statuses: [ScheduleStatus] { plans.values.map(\.status) }

  package func status(of id: Identifier) -> ScheduleStatus? { plans[id]?.status }

  /// Fires without a final outcome.
  package var firesUnderWay: Int { fires.count }

  /// Fires that wait for their target, or whose state cannot be learned now.
  package var waitingRows: [LedgerRow] {
    fires.values.filter { $0.phase == .waiting || ($0.phase == .asking && $0.vainQuestions > 0) }.map(\.row).sorted { $0.due < $1.due }
  }

  /// The row of a fire without a final outcome.
  package func activeRow(_ id: Identifier) -> LedgerRow? { fires[id]?.row }
}

extension SchedulePlan {
  fileprivate var status: ScheduleStatus {
    let hasEnded = definition.standing.owes && nextDue == nil
    return ScheduleStatus(
      schedule: schedule, state: hasEnded ? .ended : ScheduleStatus.State(definition.standing),
      reason: hasEnded ? endReason : definition.reason, nextDue: definition.standing == .armed ? nextDue : nil,
      lastOutcome: lastOutcome, revision: revision, owedFrom: owedFrom)
  }

  private var endReason: Reason {
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
