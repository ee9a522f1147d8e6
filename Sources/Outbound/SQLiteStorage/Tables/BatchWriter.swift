import GRDB
import Scheduling

/// Writes batches of the ledger inside a transaction, with statements that are compiled once per connection.
struct BatchWriter {
  private let database: Database
  private let insertRow: Statement
  private let updateRow: Statement
  private let triggers: EncodedTriggers

  init(_ database: Database, triggers: EncodedTriggers) throws {
    self.database = database
    self.triggers = triggers
    insertRow = try database.cachedStatement(sql: LedgerTable.insert)
    updateRow = try database.cachedStatement(sql: LedgerTable.update)
  }

  /// Writes one batch. Removals come first: a schedule that is removed and put in one turn has come back.
  /// - Returns: the ids of claims that are in the ledger already.
  func write(_ batch: LedgerBatch) throws -> Set<Identifier> {
    try ScheduleTable.remove(batch.removals, database)
    try ScheduleTable.put(batch.revisions, database)
    let refused = try claim(batch.claims)
    for row in batch.ranges { try insert(row) }
    for row in batch.updates { try updateRow.execute(binding: row.bindChanges) }
    try ScheduleTable.cover(batch.coveredUntil, database)
    try OutboxTable.put(batch.reports, database)
    return refused
  }

  private func claim(_ rows: [LedgerRow]) throws -> Set<Identifier> {
    var refused: Set<Identifier> = []
    for row in rows {
      try insert(row)
      if database.changesCount == 0 { refused.insert(row.id) }
    }
    return refused
  }

  private func insert(_ row: LedgerRow) throws {
    let triggerText = try row.trigger.map { try triggers.text(of: $0, database) }
    try insertRow.execute { row.bindAll(to: &$0, triggerText: triggerText) }
  }
}
