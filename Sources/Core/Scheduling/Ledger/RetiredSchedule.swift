import CivilTime

/// What is remembered of a schedule that was removed.
package struct RetiredSchedule: Hashable, Sendable {
  /// Its last revision: one that comes back counts on.
  package var revision: Int
  /// Up to where rows cover it: one that comes back answers for no instant twice.
  package var coveredUntil: Instant
  /// Its fires that are still under way hold it.
  package var mutex: String?
  /// Its policy's: its runs may take no longer than before.
  package var timeout: Duration?
  /// Its policy has `max_runs`: what starts while it is gone is one of them.
  package var countsRuns: Bool
  /// Its policy's `pause_after_failures`: what fails while it is gone counts.
  package var pauseAfterFailures: Int?
  /// A file may be away for one reading only: that lifts no pause, allows no further runs, and ends no backfill.
  package var state: ScheduleState
  private var alertsBox: AlertsBox?
  /// What its file said about alerts: what its runs come to is told as it says. Never written down: another life does not know it.
  package var alerts: ScheduleAlerts? {
    get { alertsBox?.alerts }
    set { alertsBox = newValue.map(AlertsBox.init) }
  }

  package init(
    revision: Int, coveredUntil: Instant, source: ScheduleRecord.Source, mutex: String? = nil, timeout: Duration? = nil,
    hasMaxRuns: Bool = false, pauseAfterFailures: Int? = nil, state: ScheduleState = .initial
  ) {
    // Who deletes a local schedule means it; what is gone from its file or its server may be on its way back.
    let isDeleted = source == .local
    self.revision = revision
    self.coveredUntil = coveredUntil
    self.mutex = mutex
    self.timeout = timeout
    countsRuns = hasMaxRuns && !isDeleted
    self.pauseAfterFailures = isDeleted ? nil : pauseAfterFailures
    self.state = isDeleted ? .initial : state
  }

  /// - Parameter definition: of its last revision.
  package init(_ definition: ScheduleDefinition, revision: Int, coveredUntil: Instant, state: ScheduleState) {
    self.init(
      revision: revision, coveredUntil: coveredUntil, source: definition.record.source, mutex: definition.policy.mutex,
      timeout: definition.policy.timeout, hasMaxRuns: definition.policy.maxRuns != nil,
      pauseAfterFailures: definition.policy.pauseAfterFailures, state: state)
  }
}
