import Scheduling
import Seams

extension LedgerCondition {
  /// As a condition on a row of `ledger`.
  var sql: SQLFragment {
    switch self {
    case .fire(let ids): Self.among(ids)
    case .schedule(let ids): Self.among("ledger.schedule_id", ids.sorted().map { .id($0) })
    case .kind(let kinds): Self.among("ledger.kind", kinds.map(\.rawValue).sorted().map { .text($0) })
    case .outcome(let outcomes): Self.among("ledger.outcome", outcomes.map(\.rawValue).sorted().map { .text($0) })
    case .text(let column, let test): Self.text("ledger.\(column.rawValue)", test)
    case .reasonNow(let test, let holding, let failing): Self.reason(test, holding, failing)
    case .instant(.due, let test): Self.due(test)
    case .instant(let column, let test): Self.instant("ledger.\(column.rawValue)", test)
    }
  }

  /// As a condition on the row's first instant alone: that is what indexes have in order. Nil when it is not about when a row is due.
  var sqlOfFirstDue: SQLFragment? {
    guard case .instant(.due, let test) = self else { return nil }
    return Self.instant("ledger.due", test)
  }

  private static func instant(_ column: String, _ test: InstantTest) -> SQLFragment {
    SQLFragment("\(column) \(test.comparison.rawValue) ?", [.instant(test.instant)])
  }

  /// As `InstantTest.holds(for:)` has it of a span.
  private static func due(_ test: InstantTest) -> SQLFragment {
    switch test.comparison {
    case .equals: SQLFragment("(ledger.due <= ? AND ledger.due_last >= ?)", [.instant(test.instant), .instant(test.instant)])
    case .differs: SQLFragment("(ledger.due > ? OR ledger.due_last < ?)", [.instant(test.instant), .instant(test.instant)])
    case .after, .atOrAfter: instant("ledger.due_last", test)
    case .before, .atOrBefore: instant("ledger.due", test)
    }
  }

  private static func among(_ fires: Set<Identifier>) -> SQLFragment { among("ledger.id", fires.sorted().map { .id($0) }) }

  private static func reason(_ test: TextTest, _ holding: Set<Identifier>, _ failing: Set<Identifier>) -> SQLFragment {
    let (now, told, others) = (among(holding), text("ledger.\(LedgerText.reasonCode.rawValue)", test), among(failing))
    return SQLFragment("(\(now.sql) OR \(told.sql) AND NOT \(others.sql))", now.values + told.values + others.values)
  }

  private static func among(_ column: String, _ values: [SQLFragment.Value]) -> SQLFragment {
    SQLFragment("\(column) IN (\(values.map { _ in "?" }.joined(separator: ", ")))", values)
  }

  private static func text(_ column: String, _ test: TextTest) -> SQLFragment {
    switch test {
    case .equals(let text): SQLFragment("\(column) = ?", [.text(text)])
    case .differs(let text): SQLFragment("\(column) IS NOT ?", [.text(text)])
    case .contains(let part): like(column, "%\(literally(part))%")
    case .begins(let part): like(column, "\(literally(part))%")
    case .ends(let part): like(column, "%\(literally(part))")
    case .oneOf(let texts): among(column, texts.map { .text($0) })
    }
  }

  private static func like(_ column: String, _ pattern: String) -> SQLFragment {
    SQLFragment("\(column) LIKE ? ESCAPE '\\'", [.text(pattern)])
  }

  private static func literally(_ part: String) -> String {
    part.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
  }
}
