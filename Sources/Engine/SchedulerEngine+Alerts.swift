import CivilTime
import Scheduling

/// What those who watch over fires ask for, each in one turn.
extension SchedulerEngine {
  /// The states of those of the schedules that are there.
  package func states(of ids: Set<Identifier>) -> [Identifier: ScheduleStatus.State] {
    var states: [Identifier: ScheduleStatus.State] = [:]
    for id in ids { states[id] = scheduler.status(of: id)?.state }
    return states
  }

  /// What the files of those schedules say about alerts, or said when they were removed; most say nothing.
  package func alerts(of ids: Set<Identifier>) -> [Identifier: ScheduleAlerts] {
    var alerts: [Identifier: ScheduleAlerts] = [:]
    for id in ids { alerts[id] = scheduler.alerts(of: id) }
    return alerts
  }

  /// The fires without a final outcome, each with what its schedule's file says about alerts, or said when it was removed, how long its
  /// runs may take, and since when its target's answer is awaited.
  package var activeFires: [(row: LedgerRow, alerts: ScheduleAlerts?, timeout: Duration?, askedSince: Instant?)] {
    scheduler.activeRows.map { row in
      (row, scheduler.alerts(of: row.scheduleID), scheduler.runTimeout(of: row), scheduler.askedSince(row.id))
    }
  }
}
