import CivilTime
import GRDB
import Scheduling
import Seams

/// One bounded step of retention, inside a transaction in which every row is filed.
///
/// A scheduled row is as old as the last instant that it covers; a manual fire or a backfill as old as its claim, for its
/// due instant may lie years back. Rows without a final outcome stay, whatever their age.
struct LedgerPruning {
  private let database: Database
  /// How many rows may still go in this step.
  private var allowance: Int
  private(set) var removedRows = 0

  init(_ database: Database, batch: Int) {
    precondition(batch > 0, "a batch of \(batch) rows removes nothing")
    self.database = database
    allowance = batch
  }

  mutating func prune(_ limits: RetentionLimits, now: Instant) throws -> PruneResult {
    if let age = limits.age { try removeOldest(before: now.advanced(by: .zero - age), atMost: allowance) }
    let isAgeDone = allowance > 0
    let lastDay = now.advanced(by: .zero - RetentionLimits.keptByRowsAndBytes)
    let reachesLastDay = try removeOldest(excess(over: limits), before: lastDay)
    let isBeyondLimits = try excess(over: limits) > 0
    let hasMore = !isAgeDone || (removedRows > 0 && isBeyondLimits && !reachesLastDay)
    let horizon = try InstallationTable.horizon(database)
    if let horizon { try removeWhatAnsweredBefore(horizon) }
    return PruneResult(removedRows: removedRows, horizon: horizon, hasMore: hasMore, isBeyondLimits: isBeyondLimits && reachesLastDay)
  }

  // MARK: Rows

  /// How many rows are beyond the limits of number and size.
  private func excess(over limits: RetentionLimits) throws -> Int {
    let count = try InstallationTable.rowCount(database)
    let beyondCount = limits.rows.map { count - $0 } ?? 0
    guard let bytes = limits.bytes else { return max(beyondCount, 0) }
    let used = try usedBytes()
    guard used > bytes, count > 0 else { return max(beyondCount, 0) }
    // As if all of the file were rows, each of the same size; the next step looks again.
    let share = Double(used - bytes) / Double(used)
    return max(beyondCount, Int((share * Double(count)).rounded(.up)))
  }

  /// The size of the file without its free pages.
  private func usedBytes() throws -> Int {
    let values = try ["page_count", "freelist_count", "page_size"].map { name in
      try Int.fetchOne(database, sql: "PRAGMA \(name)") ?? 0
    }
    return (values[0] - values[1]) * values[2]
  }

  /// Removes the oldest rows, of those before `limit`. A range that reaches beyond them stays: the horizon would jump to its end.
  /// - Parameter excess: how many are to go, in this step or later.
  /// - Returns: true when some of the oldest are not before `limit`, and no more of the others can go.
  private mutating func removeOldest(_ excess: Int, before limit: Instant) throws -> Bool {
    let (count, removedBefore) = (min(excess, allowance), removedRows)
    guard count > 0 else { return false }
    // Ranges that stay may be older than all that can go.
    let place = min(excess, allowance * Self.stepsAhead)
    let newest = try PreparedStatement(database, Self.finalRowAtPlace).first(of: "ledger") { binder in
      binder.bind(Instant.distantFuture)
      binder.bind(place - 1)
    } _: {
      try $0.next(Instant.self)
    }
    try removeOldest(before: min(newest?.advanced(by: .microseconds(1)) ?? limit, limit), atMost: count)
    if removedRows - removedBefore == count { return false }
    return try (newest ?? newestFinalRow()).map { $0 >= limit } ?? false
  }

  /// So many steps' rows are looked through for those that can go.
  private static let stepsAhead = 16

  private func newestFinalRow() throws -> Instant? {
    try PreparedStatement(database, Self.newestFinalRow).first(of: "ledger") { binder in
      binder.bind(Instant.distantFuture)
    } _: {
      try $0.next(Instant.self)
    }
  }

  private mutating func removeOldest(before end: Instant, atMost count: Int) throws {
    let rows = try oldest(before: end, atMost: count)
    if rows.isEmpty { return }
    let deletions = try Self.deletions.map { try PreparedStatement(database, $0) }
    for row in rows { for delete in deletions { try delete.run { $0.bind(row.sequence) } } }
    try InstallationTable.changeRowCount(by: -rows.count, database)
    if let last = rows.compactMap(\.lastOwed).max() {
      try InstallationTable.advanceHorizon(to: last.advanced(by: .microseconds(1)), database)
    }
    removedRows += rows.count
    allowance -= rows.count
  }

  /// Of a row that is filed.
  private static let deletions = [
    "DELETE FROM filed_id WHERE id = (SELECT id FROM ledger WHERE sequence = ?)",
    """
    DELETE FROM filed_due WHERE (schedule_id, due) = \
    (SELECT schedule_id, due FROM ledger WHERE sequence = ? AND kind = 'scheduled')
    """,
    "DELETE FROM ledger WHERE sequence = ?",
  ]

  /// - Returns: `lastOwed` is the last instant of a scheduled row; nil for others, after which no audit asks.
  private func oldest(before end: Instant, atMost count: Int) throws -> [(sequence: Int64, lastOwed: Instant?)] {
    var rows: [(sequence: Int64, lastOwed: Instant?)] = []
    let statement = try PreparedStatement(database, Self.oldestFinalRows)
    try statement.forEachRow(of: "ledger") { binder in
      binder.bind(end)
      binder.bind(count)
    } _: { reader in
      reader.skip()
      rows.append((sequence: try reader.next(), lastOwed: try reader.nextIfAny()))
    }
    return rows
  }

  /// Rows with a final outcome that are older than the first parameter. Ordered as they stand here, and not as a subquery: that would read
  /// and sort the whole ledger.
  private static let finalRows = """
    SELECT due AS at, sequence, due_last FROM ledger \
    WHERE kind = 'scheduled' AND due < ?1 AND due_last < ?1 AND NOT (\(LedgerTable.isUnfinished)) \
    UNION ALL SELECT claimed_at, sequence, NULL FROM ledger \
    WHERE kind <> 'scheduled' AND claimed_at < ?1 AND NOT (\(LedgerTable.isUnfinished))
    """

  static let oldestFinalRows = "\(finalRows) ORDER BY at LIMIT ?2"
  static let newestFinalRow = "\(finalRows) ORDER BY at DESC LIMIT 1"
  static let finalRowAtPlace = "\(finalRows) ORDER BY at LIMIT 1 OFFSET ?2"

  // MARK: What no row needs any more

  private func removeWhatAnsweredBefore(_ horizon: Instant) throws {
    try PreparedStatement(
      database,
      """
      DELETE FROM revision WHERE (schedule_id, number) IN (SELECT schedule_id, number FROM revision AS old \
      WHERE owed_until IS NOT NULL AND owed_until < ? AND \(Self.isUnused) LIMIT \(Self.schedulesPerStep))
      """
    ).run { $0.bind(horizon) }
    for id in try schedulesWithoutTrace() {
      for statement in [
        "DELETE FROM schedule WHERE id = ?", "DELETE FROM delivery WHERE schedule_id = ?", "DELETE FROM outbox WHERE schedule_id = ?",
      ] {
        try PreparedStatement(database, statement).run { $0.bind(id) }
      }
    }
  }

  /// No row that may be of the revision `old` is left: it would lose its trigger.
  private static let isUnused = """
    NOT EXISTS (SELECT 1 FROM filed_due WHERE filed_due.schedule_id = old.schedule_id AND due <= old.owed_until) \
    AND NOT EXISTS (SELECT 1 FROM ledger WHERE ledger.schedule_id = old.schedule_id AND kind <> 'scheduled' \
    AND ledger.revision = old.number)
    """

  private static let schedulesPerStep = 1000

  /// Removed schedules that no row and no revision is left of: one that returns may start from 1 again.
  private func schedulesWithoutTrace() throws -> [Identifier] {
    var ids: [Identifier] = []
    try PreparedStatement(database, Self.schedulesWithoutTraceQuery)
      .forEachRow(of: "schedule") { reader in ids.append(try reader.next()) }
    return ids
  }

  private static let schedulesWithoutTraceQuery = """
    SELECT id FROM schedule WHERE removed AND NOT EXISTS (SELECT 1 FROM revision WHERE schedule_id = schedule.id) \
    AND NOT EXISTS (SELECT 1 FROM filed_due WHERE schedule_id = schedule.id) \
    AND NOT EXISTS (SELECT 1 FROM ledger WHERE schedule_id = schedule.id AND kind <> 'scheduled') \
    LIMIT \(schedulesPerStep)
    """
}
