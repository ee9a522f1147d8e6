import Scheduling
import Seams

extension InMemoryStore: LedgerPages {
  package func page(_ query: LedgerPageQuery) -> LedgerPage {
    let found = ledger.values.filter { stored in
      let holds = { (condition: LedgerCondition) in condition.holds(for: stored.row) }
      return query.matchesAny && !query.conditions.isEmpty ? query.conditions.contains(where: holds) : query.conditions.allSatisfy(holds)
    }
    let ordered = found.sorted { first, second in
      let (a, b) = query.isDescending ? (second, first) : (first, second)
      return query.order == .due ? (a.row.due, a.sequence) < (b.row.due, b.sequence) : a.sequence < b.sequence
    }
    return LedgerPage(rows: ordered.dropFirst(query.offset).prefix(query.limit).map(\.row), total: ordered.count, isTotalExact: true)
  }
}
