import CivilTime
import Scheduling

/// What the web page asks of the ledger: how it counts, and the last of many schedules at once.
package protocol LedgerCounts: Sendable {
  /// Of rows of kind `scheduled` that begin in the range, or reach into it: rows of one instant together by steps and outcome, rows that
  /// cover several instants one by one. In no order.
  /// - Parameter step: at least a second; steps are counted from 1970.
  func outcomeCounts(dueIn range: Range<Instant>, step: Duration) async throws(StoreError) -> [OutcomeCount]

  /// Scheduled fires that were due in the range and sent so much behind their due instant, newest due first. Jitter is not taken off.
  func lateRows(dueIn range: Range<Instant>, by delay: Duration, limit: Int) async throws(StoreError) -> [LedgerRow]

  /// Rows that cover several instants, the last of them at `instant` or after it, whenever they begin: latest end first.
  func rangeRows(reaching instant: Instant, outcomes: Set<Outcome>, limit: Int) async throws(StoreError) -> [LedgerRow]

  /// The latest due rows of each of these schedules, latest first; nothing for one that has none. Up to some hundred schedules.
  func latestRows(of schedules: Set<Identifier>, limit: Int) async throws(StoreError) -> [Identifier: [LedgerRow]]
}

/// So many due instants had this outcome.
package struct OutcomeCount: Hashable, Sendable {
  package var outcome: Outcome
  package var count: Int
  /// The beginning of the step, or the first instant that the row covers.
  package var first: Instant
  /// The last instant that the row covers; `first` for a step.
  package var last: Instant

  package init(_ outcome: Outcome, _ count: Int, first: Instant, last: Instant) {
    self.outcome = outcome
    self.count = count
    self.first = first
    self.last = last
  }
}
