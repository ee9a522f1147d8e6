import GRDB
import Glibc
import Scheduling
import Seams

/// Makes a store of what `StoreExport` wrote.
///
/// The caller holds the state directory's lock. Whatever is wrong with the text, no file is left behind: the store is made under
/// another name, in one transaction, and gets its own when all of it is on the disk and SQLite finds it sound.
package struct StoreImport {
  let path: String

  package init(path: String) { self.path = path }

  /// - Parameters:
  ///   - descriptor: where the text is read from.
  ///   - name: what errors call it.
  package func read(_ descriptor: CInt, named name: String) throws(StoreError) -> ExchangeSummary {
    try expectNothing()
    let file = BackupFile(path: path, holding: "the imported store")
    var reader = ExchangeReader(TextLines(descriptor, name: name))
    let header = try reader.header()
    try removeEmptyStore()
    try file.prepare()
    do throws(StoreError) {
      let summary = try fill(file.temporaryPath, header, &reader)
      try file.finish()
      return summary
    } catch {
      file.discard()
      throw error
    }
  }

  private func fill(_ part: String, _ header: ExchangeHeader, _ reader: inout ExchangeReader) throws(StoreError) -> ExchangeSummary {
    let summary: ExchangeSummary
    do {
      let pool = try DatabasePool(path: part, configuration: SQLiteStore.configuration)
      defer { try? pool.close() }
      try Schema.bring(pool, upTo: header.schema)
      summary = try pool.write { database in try reader.rows(header, database) }
    } catch {
      throw StoreError(error, while: .importing, path: path)
    }
    try check(part)
    return summary
  }

  /// Opening it makes it current.
  private func check(_ part: String) throws(StoreError) {
    let store = try SQLiteStore(path: part)
    defer { try? store.pool.close() }
    do {
      let answers = try store.pool.read { try String.fetchAll($0, sql: "PRAGMA quick_check") }
      guard answers == ["ok"] else {
        throw StoreError(.other, "\(path): the imported store is not sound: \(answers[0]); nothing was imported")
      }
      // The file alone gets the name: what is in a log beside it would stay behind.
      _ = try store.pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
      guard !StoreInspection.hasLog(part) else { throw StoreError(.other, "\(part): somebody has it open; nothing was imported") }
    } catch {
      throw StoreError(error, while: .importing, path: path)
    }
  }

  // MARK: What is there already

  /// - Throws: when there is a store that holds something.
  private func expectNothing() throws(StoreError) {
    // The log of a store that was moved away without it: what is in it is nowhere else.
    let isThere = access(path, F_OK) == 0
    if try isThere ? isEmpty() : !StoreInspection.hasLog(path) { return }
    throw StoreError(
      .other,
      "\(path): there is a store already, and an import replaces nothing; move carillon.db, and carillon.db-wal if there is one, away")
  }

  private func isEmpty() throws(StoreError) -> Bool {
    var status = stat()
    if stat(path, &status) == 0, status.st_size == 0, !StoreInspection.hasLog(path) { return true }
    let store = try SQLiteStore(path: path)
    defer { try? store.pool.close() }
    do {
      return try store.pool.read { database in
        let tables = ExchangedTable.all.map(\.name).filter { $0 != "installation" && $0 != "sqlite_sequence" } + ExchangedTable.withheld
        return try tables.allSatisfy { try Int.fetchOne(database, sql: "SELECT 1 FROM \($0) LIMIT 1") == nil }
      }
    } catch {
      throw StoreError(error, while: .importing, path: path)
    }
  }

  /// Of a daemon that never had a schedule.
  private func removeEmptyStore() throws(StoreError) {
    for suffix in ["-wal", "-shm", ""] where unlink(path + suffix) != 0 && errno != ENOENT {
      throw StoreError(.other, "\(path)\(suffix): it is empty, and cannot be removed: \(String(cString: strerror(errno)))")
    }
  }
}
