import GRDB

extension Schema {
  /// What ended in any other way than well, by time: people look for little else. A row enters it once, at its end.
  static func createTroubledRows(_ database: Database) throws {
    try database.execute(sql: "CREATE INDEX ledger_troubled ON ledger (due) WHERE \(LedgerTable.isTroubled)")
  }
}
