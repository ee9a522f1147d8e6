import CivilTime
import ControlMessages
import Scheduling
import Seams
import WebPage

/// The ledger, page by page.
extension DaemonPages {
  func runsContent(_ filter: RunFilter) async throws(ControlProblem) -> RunsContent {
    var conditions: [LedgerCondition] = []
    if !filter.schedule.isEmpty { conditions.append(.schedule([try await operations.identifier(filter.schedule)])) }
    if !filter.outcome.isEmpty { conditions.append(.outcome(try Self.outcomes(filter.outcome))) }
    if !filter.kind.isEmpty { conditions.append(.kind([try Self.kind(filter.kind)])) }
    // One more than is shown tells whether there is more.
    let wanted = RunFilter.pageSize + 1
    let rows = try await rows(LedgerPageQuery(conditions, offset: filter.skip, limit: wanted, countLimit: 1)).rows
    var older: RunFilter?
    if rows.count == wanted {
      older = filter
      older?.skip += RunFilter.pageSize
    }
    return RunsContent(filter: filter, runs: rows.prefix(RunFilter.pageSize).map(RunItem.init), older: older)
  }

  /// Of an outcome's own name, or of a look that several have.
  private static func outcomes(_ text: String) throws(ControlProblem) -> Set<Outcome> {
    if let outcome = Outcome(rawValue: text) { return [outcome] }
    guard let look = OutcomeLook(rawValue: text) else {
      throw ControlProblem(.badRequest, "there is no outcome '\(text)': \(Outcome.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return Set(Outcome.allCases.filter { OutcomeLook($0.rawValue) == look })
  }

  private static func kind(_ text: String) throws(ControlProblem) -> LedgerRow.Kind {
    guard let kind = LedgerRow.Kind(rawValue: text) else {
      throw ControlProblem(.badRequest, "there is no kind '\(text)': scheduled, manual, backfill or chained")
    }
    return kind
  }
}
