import CivilTime

/// What should never be found.
package struct AuditFinding: Hashable, Sendable {
  package var schedule: Identifier
  package var problem: Reason

  package init(schedule: Identifier, problem: Reason) {
    self.schedule = schedule
    self.problem = problem
  }
}

extension Scheduler {
  /// How late the wheel may be before that is a fault of its own.
  private static let overdueTolerance: Duration = .seconds(10)

  /// Whether every schedule that owes is armed for the right instant, nothing is overdue, and nothing is stuck.
  ///
  /// Computes the next instant of each schedule anew: what the plans say is not believed. Of a daemon that ends it says nothing:
  /// what stands still then is the next life's.
  /// - Complexity: one `next` for each schedule.
  package func audit(at now: Instant) -> [AuditFinding] {
    guard let openedAt, !isStopping else { return [] }
    var findings: [AuditFinding] = []
    for (id, plan) in plans where plan.definition.standing.owes {
      let base = holdsCatchUp(of: plan) ? max(plan.coveredUntil, openedAt) : plan.coveredUntil
      guard let next = plan.schedule.due?.next(after: base) else { continue }
      if plan.nextDue != next || plan.timer == nil {
        findings.append(
          AuditFinding(schedule: id, problem: Reason("not_armed", "it is due at \(next.iso8601), and no timer is set for that")))
      } else if next.advanced(by: plan.jitter + Self.overdueTolerance) < now, !awaitsNews(plan) {
        findings.append(AuditFinding(schedule: id, problem: Reason("overdue", "it was due at \(next.iso8601), and nothing came of it")))
      }
    }
    // What was put off, and missed, is taken up with all that was missed.
    for active in fires.values where !(holdsCatchUp(of: active.plan) && active.awaitsItsTime) {
      guard let problem = active.problem(at: now) else { continue }
      findings.append(AuditFinding(schedule: active.row.scheduleID, problem: problem))
    }
    return findings.sorted { ($0.schedule, $0.problem.code) < ($1.schedule, $1.problem.code) }
  }

  /// Those schedules of the ledger that nothing is planned for, and that nobody has removed.
  /// - Parameter stored: the schedules in force, as the ledger had them a moment ago.
  package func unplanned(among stored: [Identifier]) -> [AuditFinding] {
    guard openedAt != nil else { return [] }
    return stored.filter { plans[$0] == nil && retired[$0] == nil }.sorted().map {
      AuditFinding(schedule: $0, problem: Reason("not_planned", "the ledger has it in force, and nothing is planned for it"))
    }
  }
}

extension ActiveFire {
  /// Nil while something is sure to happen to it.
  fileprivate func problem(at now: Instant) -> Reason? {
    switch phase {
    case .held, .waiting: timers[.step] == nil ? stuck("no timer is set for its next step") : nil
    case .ended: stuck("it has ended")
    case .writing, .queued, .gated, .announcing, .sending, .asking, .running:
      timers.all.contains { $0.at.duration(to: now) > .seconds(60) }
        ? stuck("a timer of it did not go off") : nil
    }
  }

  private func stuck(_ why: String) -> Reason { Reason("stuck", "fire \(id) is stuck: \(why)") }
}
