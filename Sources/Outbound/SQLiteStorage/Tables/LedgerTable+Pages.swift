import GRDB
import Scheduling
import Seams

/// Answers to `LedgerPageQuery`: the keys of a page's rows are merged from a few indexes, then those rows are read.
extension LedgerTable {
  /// All final outcomes but success, in the words of the index `ledger_troubled`.
  static let isTroubled =
    "NOT (outcome = 'succeeded' OR outcome = 'claimed' OR outcome = 'waiting' OR outcome = 'started' OR outcome = 'unknown')"

  static func page(_ query: LedgerPageQuery, _ database: Database) throws -> LedgerPage {
    if query.findsNothing { return LedgerPage(rows: [], total: 0, isTotalExact: true) }
    let choice = LedgerPageSources(query: query)
    var sources = choice.sources
    var isExact = true
    for index in sources.indices where sources[index].looked != nil {
      if try bound(&sources[index], query, database) { isExact = false }
    }
    let rows = try rows(of: sources, query, database)
    if choice.isEverything { return LedgerPage(rows: rows, total: try InstallationTable.rowCount(database), isTotalExact: true) }
    let counted = try count(sources, query, database)
    let total = max(min(counted, query.countLimit), rows.isEmpty ? 0 : query.offset + rows.count)
    return LedgerPage(rows: rows, total: total, isTotalExact: isExact && counted <= query.countLimit)
  }

  /// Leaves out what lies beyond the rows that may be looked at.
  /// - Returns: whether something does.
  private static func bound(_ source: inout LedgerPageSource, _ query: LedgerPageQuery, _ database: Database) throws -> Bool {
    let (key, isDescending) = source.ownKey.map { ($0, false) } ?? (source.key, query.isDescending)
    let statement =
      SQLFragment("SELECT \(key) FROM \(source.table) WHERE") + source.indexed
      + SQLFragment("ORDER BY \(key) \(isDescending ? "DESC" : "ASC") LIMIT 1 OFFSET ?", [.number(query.lookLimit)])
    let end = try PreparedStatement(database, statement.sql).first(of: "ledger", { statement.bind(to: &$0) }) { try $0.next(Int64.self) }
    guard let end else { return false }
    source.indexed = source.indexed + SQLFragment("AND \(key) \(isDescending ? ">=" : "<=") ?", [.number(Int(end))])
    return true
  }

  private static func rows(of sources: [LedgerPageSource], _ query: LedgerPageQuery, _ database: Database) throws -> [LedgerRow] {
    let (reach, direction) = (query.offset.addingReportingOverflow(query.limit), direction(query))
    let order = query.order == .due ? "key \(direction), sequence \(direction)" : "sequence \(direction)"
    var keys: SQLFragment?
    for source in sources {
      let limit = SQLFragment("ORDER BY \(order) LIMIT ?)", [.number(reach.overflow ? .max : reach.partialValue)])
      let part =
        SQLFragment("SELECT * FROM (SELECT \(source.key) AS key, ledger.sequence AS sequence FROM \(source.table) WHERE")
        + condition(of: source) + limit
      keys = keys.map { $0 + "UNION ALL" + part } ?? part
    }
    guard let keys else { return [] }
    let statement =
      SQLFragment("SELECT \(readColumns) FROM (SELECT key, sequence FROM (") + keys
      + SQLFragment(") ORDER BY \(order) LIMIT ? OFFSET ?) AS page", [.number(query.limit), .number(query.offset)])
      + SQLFragment("CROSS JOIN ledger ON ledger.sequence = page.sequence ORDER BY \(qualified(order))")
    return try fetch(statement.sql, database) { statement.bind(to: &$0) }
  }

  /// Up to one more than the limit.
  private static func count(_ sources: [LedgerPageSource], _ query: LedgerPageQuery, _ database: Database) throws -> Int {
    try sources.reduce(0) { sum, source in
      guard sum <= query.countLimit else { return sum }
      let statement =
        SQLFragment("SELECT count(*) FROM (SELECT 1 FROM \(source.table) WHERE") + condition(of: source)
        + SQLFragment("LIMIT ?)", [.number(query.countLimit + 1 - sum)])
      return try sum
        + (PreparedStatement(database, statement.sql).first(of: "ledger", { statement.bind(to: &$0) }) { try $0.next(Int.self) } ?? 0)
    }
  }

  private static func condition(of source: LedgerPageSource) -> SQLFragment {
    source.looked.map { source.indexed + "AND" + $0 } ?? source.indexed
  }

  private static func direction(_ query: LedgerPageQuery) -> String { query.isDescending ? "DESC" : "ASC" }

  private static func qualified(_ order: String) -> String {
    order.replacing("key", with: "page.key").replacing("sequence", with: "page.sequence")
  }
}

extension LedgerPageQuery {
  /// A set to be one of is empty: of no schedule, say, that has the tag.
  fileprivate var findsNothing: Bool {
    let isEmpty = conditions.map { condition in
      switch condition {
      case .fire(let ids), .schedule(let ids): ids.isEmpty
      case .kind(let kinds): kinds.isEmpty
      case .outcome(let outcomes): outcomes.isEmpty
      case .text, .reasonNow, .instant: false
      }
    }
    return matchesAny ? !isEmpty.isEmpty && isEmpty.allSatisfy(\.self) : isEmpty.contains(true)
  }
}

extension SQLiteStore: LedgerPages {
  package func page(_ query: LedgerPageQuery) async throws(StoreError) -> LedgerPage {
    try await read(.readingLedger) { database in try LedgerTable.page(query, database) }
  }
}
