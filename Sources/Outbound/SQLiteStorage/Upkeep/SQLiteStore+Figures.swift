import GRDB
import Glibc
import Seams

extension SQLiteStore: MeasuredStore {
  package func figures() async throws(StoreError) -> StoreFigures {
    let path = pool.path
    return try await read(.readingLedger) { database in
      StoreFigures(
        ledgerRows: try Int.fetchOne(database, sql: Self.rowCount) ?? 0,
        deadLetters: try Int.fetchOne(database, sql: Self.deadLetterCount) ?? 0,
        outbox: try OutboxTable.state(database).count,
        fileBytes: Self.size(of: path), logBytes: Self.size(of: path + "-wal"))
    }
  }

  /// `filed_id` has as many entries as there are filed rows, and is a tenth as large as the ledger.
  static let rowCount = """
    SELECT (SELECT count(*) FROM filed_id) + (SELECT count(*) FROM \(LedgerTable.unfiledTable) WHERE \(LedgerTable.isUnfiled))
    """

  /// By the index `ledger_dead`, which holds nothing else.
  static let deadLetterCount = "SELECT count(*) FROM ledger WHERE \(LedgerTable.isDeadLetter)"

  /// 0 for what is not there.
  private static func size(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}
