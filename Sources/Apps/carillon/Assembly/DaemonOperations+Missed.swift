import CivilTime
import ControlMessages
import Scheduling
import Seams

/// What was not started though it was due.
extension DaemonOperations {
  /// More are not read.
  static let missedRowLimit = 1000

  /// The rows of the last day that say so, up to `missedRowLimit` of one instant and as many of several.
  /// - Parameter wanted: outcomes that are left out, being what a policy wants.
  func missedRows(until now: Instant, without wanted: Set<Outcome> = []) async throws(ControlProblem) -> [LedgerRow] {
    let missed = Set(Outcome.allCases.filter { $0.reportClass == .missed }).subtracting(wanted)
    let start = now - TimelineCount.day
    let conditions: [LedgerCondition] = [.outcome(missed), .instant(.due, InstantTest(.atOrAfter, start))]
    do throws(StoreError) {
      let rows = try await pages.page(LedgerPageQuery(conditions, limit: Self.missedRowLimit, countLimit: 1)).rows
      // What reaches into the day may have begun long before it.
      let ranges = try await pages.rangeRows(reaching: start, outcomes: missed, limit: Self.missedRowLimit)
      return rows.filter { $0.dueLast == $0.due } + ranges
    } catch {
      throw ControlProblem(.unavailable, "the ledger cannot be read: \(error)")
    }
  }
}
