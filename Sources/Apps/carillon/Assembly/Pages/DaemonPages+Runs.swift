import CivilTime
import ControlMessages
import Scheduling
import Seams
import WebPage

/// The ledger, page by page.
extension DaemonPages {
  func runsContent(_ filter: RunFilter) async throws(ControlProblem) -> RunsContent {
    var query = LedgerQuery(limit: RunListLimit.allowed.upperBound)
    if !filter.schedule.isEmpty { query.schedule = try await scheduleID(filter.schedule) }
    let wanted = try RowFilter(filter)
    let rows = try await operations.rows(query).filter(wanted.accepts)
    let shown = rows.dropFirst(filter.skip).prefix(RunFilter.pageSize)
    var older: RunFilter?
    if rows.count > filter.skip + shown.count {
      older = filter
      older?.skip = filter.skip + shown.count
    }
    return RunsContent(filter: filter, runs: shown.map(RunItem.init), older: older)
  }

  /// Of a schedule that is gone, the ledger knows the id.
  private func scheduleID(_ nameOrID: String) async throws(ControlProblem) -> Identifier {
    if let id = Identifier(nameOrID) { return id }
    return try await operations.find(nameOrID).schedule.id
  }
}

/// What a row has to be like.
struct RowFilter {
  private let outcomes: Set<Outcome>
  private let kind: LedgerRow.Kind?

  init(_ filter: RunFilter) throws(ControlProblem) {
    outcomes = try Self.outcomes(filter.outcome)
    kind = LedgerRow.Kind(rawValue: filter.kind)
    if kind == nil, !filter.kind.isEmpty {
      throw ControlProblem(.badRequest, "there is no kind '\(filter.kind)': scheduled, manual, backfill or chained")
    }
  }

  /// Of an outcome's own name, or of a look that several have.
  static func outcomes(_ text: String) throws(ControlProblem) -> Set<Outcome> {
    if text.isEmpty { return Set(Outcome.allCases) }
    if let outcome = Outcome(rawValue: text) { return [outcome] }
    guard let look = OutcomeLook(rawValue: text) else {
      throw ControlProblem(.badRequest, "there is no outcome '\(text)': \(Outcome.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return Set(Outcome.allCases.filter { OutcomeLook($0.rawValue) == look })
  }

  func accepts(_ row: LedgerRow) -> Bool { outcomes.contains(row.outcome) && (kind == nil || kind == row.kind) }
}
