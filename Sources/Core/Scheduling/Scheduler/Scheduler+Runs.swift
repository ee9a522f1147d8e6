import CivilTime

/// How runs are followed to their end, and what is told of it.
extension Scheduler {
  mutating func runChanged(_ id: Identifier, _ observation: RunObservation, _ turn: inout Turn) {
    guard fires[id]?.phase == .running else { return }
    observe(id, observation, &turn)
  }

  mutating func observe(_ id: Identifier, _ observation: RunObservation, _ turn: inout Turn) {
    guard let active = fires[id] else { return }
    if let runID = observation.runID {
      fires[id]?.row.runID = runID
      fires[id]?.fire.runID = runID
    }
    fires[id]?.row.runStatus = observation.status
    if let outcome = observation.outcome {
      fires[id]?.row.finishedAt = observation.finishedAt
      finish(id, outcome, observation.reason, &turn)
    } else if fires[id]?.row != active.row {
      record(id, active.row.outcome, &turn)
    }
  }

  /// Writes a fire's row as it stands now.
  mutating func record(_ id: Identifier, _ outcome: Outcome, _ turn: inout Turn) {
    fires[id]?.row.outcome = outcome
    guard let row = fires[id]?.row else { return }
    turn.batch.updates.append(row)
    plans[row.scheduleID]?.lastOutcome = outcome
  }

  /// The end of a fire: nothing touches it afterwards.
  mutating func finish(_ id: Identifier, _ outcome: Outcome, _ reason: Reason?, _ turn: inout Turn) {
    precondition(outcome.isFinal, "a fire ends in a final outcome, not \(outcome)")
    fires[id]?.row.reason = reason
    if fires[id]?.row.finishedAt == nil { fires[id]?.row.finishedAt = turn.now }
    record(id, outcome, &turn)
    guard let row = fires.removeValue(forKey: id)?.row else { return }
    plans[row.scheduleID]?.underWay.removeAll { $0 == id }
    report(row, &turn)
    startQueued(of: row.scheduleID, &turn)
  }

  /// Tells the source: the run always, the schedule when the outcome is news of a scheduled fire.
  mutating func report(_ row: LedgerRow, _ turn: inout Turn) {
    let plan = plans[row.scheduleID]
    let nextDue = plan?.nextOwed(after: row.dueLast)
    if case .deployment = row.trigger, let runID = row.runID {
      turn.batch.reports.append(Report(row, about: .run(runID), nextDue: nextDue))
    }
    guard row.kind == .scheduled, row.outcome.reportClass != nil, plan?.definition.record.source == .zenml else { return }
    turn.batch.reports.removeAll { $0.subject == .schedule(row.scheduleID) }
    turn.batch.reports.append(Report(row, about: .schedule(row.scheduleID), nextDue: nextDue))
  }
}

extension SchedulePlan {
  /// The next instant that will be started; nil unless the schedule is armed.
  func nextOwed(after instant: Instant) -> Instant? {
    guard definition.standing == .armed else { return nil }
    return schedule.due?.next(after: max(instant, coveredUntil))
  }
}
