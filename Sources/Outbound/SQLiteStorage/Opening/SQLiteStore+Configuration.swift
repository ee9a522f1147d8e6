import Dispatch
import GRDB

/// What tests take away from the writing connection, to meet a full or a read-only disk without having one.
struct WriterLimits {
  /// The file's largest size, in pages of 4 KiB.
  var maximumPageCount: Int?
  var isReadOnly = false

  static let none = WriterLimits()
}

extension SQLiteStore {
  /// For the `sqlite3` shell and backups that look at the file: a writer waits for them this long.
  static let busyTimeoutSeconds = 5.0
  /// Reads are short; four of them keep two cores busy and cost at most 2 MiB of cache each.
  private static let readerCountLimit = 4
  /// After a herd of fires the log shrinks to this, instead of staying at its greatest size for ever.
  private static let logSizeLimitBytes = 16 * 1024 * 1024
  /// Pages of 4 KiB. A batch of 1000 claims in a large ledger changes about 2000 pages: with SQLite's default of 1000
  /// every batch would copy the log back at once.
  private static let checkpointPages = 4000

  /// Fire ids are random, so that a herd of claims touches leaves all over two indexes: this holds those of about
  /// 300 000 rows.
  private static let writerCacheBytes = 16 * 1024 * 1024

  static var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "carillon.store"
    configuration.busyMode = .timeout(busyTimeoutSeconds)
    configuration.maximumReaderCount = readerCountLimit
    configuration.foreignKeysEnabled = true
    configuration.publicStatementArguments = false
    configuration.prepareDatabase { database in
      if !database.configuration.readonly { try stampIfEmpty(database) }
    }
    return configuration
  }

  /// Both settings live in the file's first page, and `auto_vacuum` must precede every table. Written before the change to
  /// WAL, so that `DatabaseFile` always finds the id in the file itself.
  private static func stampIfEmpty(_ database: Database) throws {
    guard try Int.fetchOne(database, sql: "PRAGMA page_count") == 0 else { return }
    try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
    try database.execute(sql: "PRAGMA application_id = \(DatabaseFile.applicationID)")
  }

  static func prepareWriter(_ database: Database, _ limits: WriterLimits) throws {
    // GRDB sets NORMAL when it turns WAL on, which may lose the last transactions in a power failure.
    try database.execute(sql: "PRAGMA synchronous = FULL")
    try database.execute(sql: "PRAGMA wal_autocheckpoint = \(checkpointPages)")
    try database.execute(sql: "PRAGMA journal_size_limit = \(logSizeLimitBytes)")
    try database.execute(sql: "PRAGMA cache_size = -\(writerCacheBytes / 1024)")
    // Debian's SQLite overwrites what is deleted; there are no secrets in the file, and it costs a page write each.
    try database.execute(sql: "PRAGMA secure_delete = FALSE")
    if let pages = limits.maximumPageCount { try database.execute(sql: "PRAGMA max_page_count = \(pages)") }
    if limits.isReadOnly { try database.execute(sql: "PRAGMA query_only = TRUE") }
  }
}
