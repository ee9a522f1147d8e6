import CivilTime
import Timers

/// How much of everything there is, for whoever watches the daemon.
package struct SchedulerFigures: Sendable {
  /// How many schedules are in each state; states that none is in are left out.
  package var schedules: [ScheduleStatus.State: Int] = [:]
  /// The earliest one of all schedules.
  package var nextDue: Instant?
  /// Timers in the wheel: due instants, deadlines, retries.
  package var timers = 0
  /// Fires without a final outcome.
  package var underWay = 0
  /// Fires that are ready, and wait at the gate for limits or for their target.
  package var gated = 0
  /// Every target that was met in this life and can be away.
  package var circuits: [TargetName: CircuitPosition] = [:]
}

/// Where a target's circuit breaker stands.
package enum CircuitPosition: String, Sendable, CaseIterable {
  case closed, open
  /// It is open, and no fire waits for the target: how that is now, nobody can say.
  case idle
  /// One fire is on its way to see whether the target is back.
  case probing
}

extension Scheduler {
  /// - Complexity: O(schedules, targets), without a copy of any; and O(fires under way) while a circuit breaker is open.
  package func figures(at now: Instant) -> SchedulerFigures {
    var figures = SchedulerFigures()
    for plan in plans.values {
      let state = plan.presentState
      figures.schedules[state, default: 0] += 1
      if state == .armed, plan.isArmed, let due = plan.nextDue {
        figures.nextDue = min(figures.nextDue ?? .distantFuture, plan.withJitter(due))
      }
    }
    figures.timers = wheel.count
    figures.underWay = fires.count
    figures.gated = gate.waitingCount
    figures.circuits = circuits(at: now)
    return figures
  }
}
