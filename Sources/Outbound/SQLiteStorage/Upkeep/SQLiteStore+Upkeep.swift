import CivilTime
import GRDB
import Scheduling
import Seams

extension SQLiteStore {
  package func prune(_ limits: RetentionLimits, now: Instant, batch: Int) async throws(StoreError) -> PruneResult {
    try await writeLedger { [filing] database in
      // Retention comes by now and then, when there is time for this.
      try filing.file(database)
      var pruning = LedgerPruning(database, batch: batch)
      return try pruning.prune(limits, now: now)
    }
  }

  package func horizon() async throws(StoreError) -> Instant? {
    try await read(.readingLedger) { database in try InstallationTable.horizon(database) }
  }

  package func shrink(atMost bytes: Int) async throws(StoreError) {
    let pool = pool
    let result = await withCheckedContinuation { continuation in
      pool.asyncWriteWithoutTransaction { database in continuation.resume(returning: Result { try Self.shrink(database, bytes) }) }
    }
    do { try result.get() } catch { throw failure(error, while: .shrinking) }
  }

  private static func shrink(_ database: Database, _ bytes: Int) throws {
    let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4096
    guard bytes >= pageSize else { return }
    try database.expectFileInPlace()
    try PreparedStatement(database, "PRAGMA incremental_vacuum(\(bytes / pageSize))").run()
    // The file itself becomes shorter when the log is copied into it.
    _ = try database.checkpoint(.passive)
  }

  package func backUp(to path: String) async throws(StoreError) {
    let file = BackupFile(path: path)
    try file.prepare()
    do throws(StoreError) {
      try await inspect(.backingUp) { database in
        try database.execute(sql: "VACUUM INTO ?", arguments: [file.temporaryPath])
      }
      try file.finish()
    } catch {
      file.discard()
      throw error
    }
  }

  package func check() async throws(StoreError) -> [String] { try await check("quick_check") }

  /// Also whether indexes say what their tables say, which takes several times as long.
  package func checkThoroughly() async throws(StoreError) -> [String] { try await check("integrity_check") }

  private func check(_ pragma: String) async throws(StoreError) -> [String] {
    do throws(StoreError) {
      let answers = try await inspect(.checking) { database in try String.fetchAll(database, sql: "PRAGMA \(pragma)") }
      return answers == ["ok"] ? [] : answers
    } catch  where error.kind == .damaged {
      return [error.description]
    }
  }
}

// MARK: The end of the last life

extension SQLiteStore {
  /// False when the last daemon to use this store did not come to an orderly end; true for a new store.
  package func wasCleanStop() async throws(StoreError) -> Bool {
    try await read(.readingLedger) { database in try InstallationTable.stoppedCleanly(database) }
  }

  /// To be called when work starts: until `markCleanStop`, an end is not an orderly one.
  package func markUncleanStart() async throws(StoreError) {
    try await write(.noting) { database in try InstallationTable.setStoppedCleanly(false, database) }
  }

  /// Afterwards the file alone holds everything, unless somebody reads it just then.
  package func markCleanStop() async throws(StoreError) {
    try await write(.noting) { database in try InstallationTable.setStoppedCleanly(true, database) }
    // SQLite does so when the last connection is closed; a process may end with some of them open.
    _ = try? await pool.writeWithoutTransaction { database in try database.checkpoint(.truncate) }
  }

  /// When `check` last found the file sound, as `noteCheck` was told; nil: never.
  package func lastCheck() async throws(StoreError) -> Instant? {
    try await read(.readingLedger) { database in try InstallationTable.lastCheck(database) }
  }

  package func noteCheck(at instant: Instant) async throws(StoreError) {
    try await write(.noting) { database in try InstallationTable.setLastCheck(instant, database) }
  }
}
