import CivilTime
import Scheduling

/// Everything that can be a matter for an alert.
package enum AlertEvent: Sendable {
  /// A row of the ledger has its final outcome.
  case ended(LedgerRow, ScheduleAlerts?)
  /// The fires without a final outcome, as they stand.
  case underWay([FireUnderWay])
  /// Since when the server does not answer, and what it was asked last; nil: it answers.
  case server(awaySince: Instant?, Reason)
  /// The targets that fires wait for, and those that answer.
  case targets(TargetStandings)
  /// Why the disk needs attention; nil: it does not.
  case disk(Reason?)
  /// Why the daemon's health is red; nil: it is not.
  case health(Reason?)
  /// There is no such schedule any more.
  case scheduleGone(Identifier)
  /// What the server said about the expectation of a fire.
  case looked(fire: Identifier, ModelSighting)
  /// Nothing has happened but time.
  case timePassed
}

package struct FireUnderWay: Sendable {
  package var row: LedgerRow
  package var alerts: ScheduleAlerts?
  /// How long the schedule's runs may take.
  package var timeout: Duration?

  package init(_ row: LedgerRow, _ alerts: ScheduleAlerts?, timeout: Duration?) {
    (self.row, self.alerts, self.timeout) = (row, alerts, timeout)
  }
}

package enum ModelSighting: Hashable, Sendable {
  /// The name of a version that is new.
  case found(String)
  case none
  /// Nobody can say now.
  case unknown(String)
}
