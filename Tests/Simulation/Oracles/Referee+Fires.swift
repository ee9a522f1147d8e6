import CivilTime
import Scheduling

/// Rows of fires: what is frozen stays, what is final stays, and what they say is true.
extension Referee {
  func judgeNew(_ row: LedgerRow) {
    expect(rows[row.id] == nil, "identity", "fire \(row.id) is claimed twice")
    rows[row.id] = row
  }

  func judgeUpdate(_ row: LedgerRow, _ targets: SimulatedTargets) {
    guard let before = rows[row.id] else { return report("ledger", "row \(row.story) is changed, and was never claimed") }
    expect(!before.outcome.isAnEnd, "final", "row \(before.story) is final, and becomes \(row.outcome.rawValue)")
    expect(
      before.kind == row.kind && before.scheduleID == row.scheduleID && before.scheduleName == row.scheduleName
        && before.revision == row.revision
        && before.due == row.due && before.claimedAt == row.claimedAt && before.trigger == row.trigger, "identity",
      "what is frozen of \(before.story) has changed")
    expect(
      row.attempt == before.attempt ? row.runName == before.runName : row.attempt == before.attempt + 1, "identity",
      "\(row.story): attempt \(before.attempt) named \(before.runName ?? "-") becomes attempt \(row.attempt) named \(row.runName ?? "-")")
    rows[row.id] = row
    judgeTruth(row, targets)
  }

  private func judgeTruth(_ row: LedgerRow, _ targets: SimulatedTargets) {
    let runs = targets.byFire[row.id] ?? []
    if row.outcome.wasNeverStarted, !runs.isEmpty, !ghosts.contains(row.id) {
      report("truth", "\(row.story) says that it was not started; its target has run it \(runs.count) times")
    }
    if row.outcome == .succeeded { expect(!runs.isEmpty, "truth", "\(row.story), and no target has run it") }
  }

  /// At most one run for an attempt where the target can refuse a second, and no more attempts than allowed.
  func runStarted(of fire: Fire, _ nature: TargetNature, targets: SimulatedTargets) {
    let runs = (targets.byFire[fire.id] ?? []).map { targets.runs[$0] }
    let same = runs.count { $0.attempt == fire.attempt }
    expect(same <= 1 || !nature.deduplicates, "safety", "attempt \(fire.attempt) of fire \(fire.id) of \(fire.due) has \(same) runs")
    let allowed = attemptsAllowed[fire.scheduleID] ?? 1
    expect(fire.attempt <= allowed, "safety", "fire \(fire.id) of \(fire.due) runs for the \(fire.attempt)th time; \(allowed) are allowed")
    guard let row = store.rows[fire.id], row.outcome.wasNeverStarted, !ghosts.contains(fire.id) else { return }
    report("truth", "\(row.story) says that it was not started; now its target runs it")
  }
}

// The core has the like: an oracle shares none of it.
extension Outcome {
  /// Nothing comes after it.
  var isAnEnd: Bool {
    switch self {
    case .claimed, .waiting, .started, .unknown: false
    case .succeeded, .failed, .cancelled, .timedOut, .lost, .rejected, .coalesced, .unbound, .skippedOverlap, .skippedMutex,
      .skippedMissedDeadline, .skippedMisfire, .skippedPaused, .skippedCalendar, .skippedMaxRuns, .removed:
      true
    }
  }

  /// It tells that no run was started.
  var wasNeverStarted: Bool {
    switch self {
    case .coalesced, .unbound, .skippedOverlap, .skippedMutex, .skippedMissedDeadline, .skippedMisfire, .skippedPaused, .skippedCalendar,
      .skippedMaxRuns, .removed:
      true
    case .claimed, .waiting, .started, .unknown, .succeeded, .failed, .cancelled, .timedOut, .lost, .rejected: false
    }
  }
}
