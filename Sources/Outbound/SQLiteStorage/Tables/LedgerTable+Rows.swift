import CivilTime
import GRDB
import Scheduling
import Seams

/// Answers to `LedgerQuery`: each merges the newest of a few indexes, so that the time does not depend on how long the
/// ledger is. Parameters are numbered: 1 the instant to be covered, 2 the limit, 3 the schedule, the fire, or the first of
/// several fires, 4 the last of them.
extension LedgerTable {
  /// Newest due first; among those due at the same instant the one that was written last.
  static func rows(_ query: LedgerQuery, _ database: Database) throws -> [LedgerRow] {
    let subject = query.fires?.lowerBound ?? query.fire ?? query.schedule
    let rows = try fetch(sql(for: query), database) { binder in
      binder.bind(query.covering ?? .distantFuture)
      binder.bind(query.limit)
      if let subject { binder.bind(subject) }
      if let last = query.fires?.upperBound { binder.bind(last) }
    }
    // Ids are unique: one row at most is looked at here.
    guard query.fire != nil else { return rows }
    return rows.filter { row in
      (query.schedule ?? row.scheduleID) == row.scheduleID && query.covering.map { row.due <= $0 && $0 <= row.dueLast } ?? true
    }
  }

  /// In the order in which they were added; nil when there is no row with the id.
  static func rowsAdded(after id: Identifier?, limit: Int, _ database: Database) throws -> [LedgerRow]? {
    var sequence: Int64 = 0
    if let id {
      let find = try PreparedStatement(database, sequenceQuery)
      guard let found = try find.first(of: "ledger", { $0.bind(id) }, { try $0.next(Int64.self) }) else { return nil }
      sequence = found
    }
    let rows = try fetch(lastAddedRows, database) { binder in
      binder.bind(sequence)
      binder.bind(limit)
    }
    return Array(rows.reversed())
  }

  static let lastAddedRows = "SELECT \(readColumns) FROM ledger WHERE sequence > ? ORDER BY sequence DESC LIMIT ?"

  private static func sql(for query: LedgerQuery) -> String {
    if query.fires != nil { return rowsOfFires }
    return switch (query.fire, query.schedule, query.covering) {
    case (_?, _, _): rowsOfFire
    case (nil, _?, nil): rowsOfSchedule
    case (nil, _?, _?): rowsOfScheduleCovering
    case (nil, nil, nil): newestRows
    case (nil, nil, _?): rowsCovering
    }
  }

  static let rowsOfFire = merged([Source("sequence = (SELECT sequence FROM filed_id WHERE id = ?3)"), .unfiled("id = ?3")])

  static let rowsOfFires = merged([
    Source("sequence IN (SELECT sequence FROM filed_id WHERE id BETWEEN ?3 AND ?4 LIMIT ?2)"), .unfiled("id BETWEEN ?3 AND ?4"),
  ])

  static let newestRows = merged([Source("kind = 'scheduled' AND due <= ?1"), Source("kind <> 'scheduled' AND due <= ?1")])

  static let rowsOfSchedule = merged([
    .filed(limit: "?2"), .unfiled("kind = 'scheduled' AND schedule_id = ?3 AND due <= ?1"),
    Source("kind <> 'scheduled' AND schedule_id = ?3 AND due <= ?1"),
  ])

  /// No two scheduled rows of a schedule are to cover the same instant: of those that begin before it the last does. An audit is to see
  /// the one before that, should it do so too.
  static let rowsOfScheduleCovering =
    "SELECT * FROM (\(merged([.filed(limit: "2")]))) WHERE due_last >= ?1 UNION ALL "
    + "SELECT * FROM (\(coveringUnfiledOrUnscheduled)) ORDER BY due DESC, sequence DESC LIMIT ?2"

  private static let coveringUnfiledOrUnscheduled = merged([
    .unfiled("kind = 'scheduled' AND schedule_id = ?3 AND due <= ?1 AND due_last >= ?1"),
    Source("kind <> 'scheduled' AND schedule_id = ?3 AND due <= ?1 AND due_last >= ?1"),
  ])

  static let rowsCovering = merged([
    Source("kind = 'scheduled' AND due = ?1"), Source("kind <> 'scheduled' AND due = ?1"),
    Source("due_last > due AND due_last >= ?1 AND +due < ?1"),
  ])

  /// Some rows of the ledger, which one index has in order.
  private struct Source {
    var table = "ledger"
    let condition: String

    init(_ condition: String) { self.condition = condition }

    /// Scheduled rows of the schedule that begin at the instant or before it.
    static func filed(limit: String) -> Source {
      Source(
        "sequence IN (SELECT sequence FROM filed_due WHERE schedule_id = ?3 AND due <= ?1 ORDER BY due DESC LIMIT \(limit))")
    }

    static func unfiled(_ condition: String) -> Source {
      var source = Source("\(isUnfiled) AND \(condition)")
      source.table = unfiledTable
      return source
    }
  }

  /// The newest of each source's newest.
  private static func merged(_ sources: [Source]) -> String {
    let order = "ORDER BY due DESC, sequence DESC LIMIT ?2"
    let parts = sources.map { source in
      "SELECT * FROM (SELECT \(readColumns), sequence FROM \(source.table) WHERE \(source.condition) \(order))"
    }
    return "\(parts.joined(separator: " UNION ALL ")) \(order)"
  }
}
