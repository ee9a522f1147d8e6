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
  /// Nothing will be due of these schedules any more.
  case schedulesEnded(Set<Identifier>)
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
  /// Since when its target's answer is awaited; nil: it is not.
  package var askedSince: Instant?

  package init(_ row: LedgerRow, _ alerts: ScheduleAlerts?, timeout: Duration?, askedSince: Instant? = nil) {
    (self.row, self.alerts, self.timeout, self.askedSince) = (row, alerts, timeout, askedSince)
  }

  /// Since when it runs, as far as anybody knows; nil: it does not. A request that is the run does as long as its answer is awaited.
  var runsSince: Instant? {
    if row.outcome == .started { return row.sentAt }
    return row.trigger?.requestLimit == nil ? nil : askedSince
  }
}

package enum ModelSighting: Hashable, Sendable {
  /// The name of a version that is new.
  case found(String)
  case none
  /// Nobody can say now.
  case unknown(String)
}
