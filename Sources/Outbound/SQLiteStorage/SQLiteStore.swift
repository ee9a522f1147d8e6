import CivilTime
import GRDB
import Scheduling
import Seams

/// The ledger, the cache of records and the outbox in one SQLite file.
///
/// One connection writes, others read beside it from snapshots (WAL). Every write is one transaction that is on the disk
/// when the call returns (`synchronous=FULL`). SQLite runs on queues of its own, so that no caller's thread waits for a
/// disk. Cancelling the calling task does not stop a write: what has been decided is written down.
package final class SQLiteStore: Store {
  let pool: DatabasePool
  let filing = LedgerFiling()
  let triggers = TriggerTexts()
  let damageListener = DamageListener()

  /// Opens the store at `path`, or makes it; brings an older schema up to date.
  ///
  /// The caller holds the state directory's lock, so that no other daemon writes to the file.
  /// - Parameter path: absolute, in a directory that exists.
  /// - Throws: one sentence with what to do. A file that is not Carillon's, or a newer one's, is left untouched.
  package convenience init(path: String) throws(StoreError) {
    try self.init(path: path, limits: .none)
  }

  /// - Parameter limits: what tests take away from the writing connection.
  init(path: String, limits: WriterLimits) throws(StoreError) {
    _ = SQLiteLibrary.isPrepared
    try DatabaseFile(path: path).prepare()
    try Schema.refuseNewer(path)
    do {
      pool = try DatabasePool(path: path, configuration: Self.configuration)
      try pool.writeWithoutTransaction { database in try Self.prepareWriter(database, limits) }
    } catch {
      throw StoreError(error, while: .opening, path: path)
    }
    try Schema.bringUpToDate(pool)
    try fileRowsOfLastLife()
  }
}

// MARK: The engine's part

extension SQLiteStore {
  /// Reads the schedules on two cores. Meant for a start, when nothing writes: schedules and unfinished fires are read from
  /// snapshots of their own.
  package func restore() async throws(StoreError) -> StoredState {
    async let upperHalf = readUpperHalf()
    var state = try await read(.readingLedger) { database in
      StoredState(
        schedules: try ScheduleTable.inForce(
          Self.lowerHalf, capacity: ScheduleTable.count(database), database),
        unfinished: try LedgerTable.unfinished(database),
        retired: try ScheduleTable.retired(database),
        instance: try InstallationTable.instance(database))
    }
    state.schedules += try await upperHalf.get()
    return state
  }

  /// Ids are random, so that half of them begin with a 0 bit.
  private static let lowerHalf = Identifier(high: 0, low: 0)...Identifier(high: .max >> 1, low: .max)
  private static let upperHalf = Identifier(high: 1 << 63, low: 0)...Identifier(high: .max, low: .max)

  private func readUpperHalf() async -> Result<[StoredSchedule], StoreError> {
    do throws(StoreError) {
      return .success(try await read(.readingLedger) { database in try ScheduleTable.inForce(Self.upperHalf, database) })
    } catch {
      return .failure(error)
    }
  }

  package func commit(_ batches: [LedgerBatch]) async throws(StoreError) -> CommitResult {
    if batches.allSatisfy(\.isEmpty) { return CommitResult() }
    return try await writeLedger { [filing, triggers] database in
      var writer = try BatchWriter(database, filing: filing, triggers: triggers)
      var refused: Set<Identifier> = []
      for batch in batches { refused.formUnion(try writer.write(batch)) }
      try writer.finish()
      return CommitResult(refused: refused)
    }
  }

  package func rows(_ query: LedgerQuery) async throws(StoreError) -> [LedgerRow] {
    try await read(.readingLedger) { database in try LedgerTable.rows(query, database) }
  }

  package func rowsAdded(after id: Identifier?, limit: Int) async throws(StoreError) -> [LedgerRow]? {
    try await read(.readingLedger) { database in try LedgerTable.rowsAdded(after: id, limit: limit, database) }
  }

  package func deadLetters(limit: Int) async throws(StoreError) -> [LedgerRow] {
    try await read(.readingLedger) { database in try LedgerTable.deadLetters(limit: limit, database) }
  }

  package func deadLetterCount(upTo limit: Int) async throws(StoreError) -> Int {
    try await read(.readingLedger) { database in
      try Int.fetchOne(database, sql: LedgerTable.someDeadLettersCount, arguments: [limit]) ?? 0
    }
  }

  package func isDeadLetter(_ fire: Identifier) async throws(StoreError) -> Bool {
    try await read(.readingLedger) { database in try LedgerTable.hasDeadLetter(fire, database) }
  }

  package func settleDeadLetters(_ fires: [Identifier], as handling: DeadLetterHandling) async throws(StoreError) -> Int {
    try await write(.writingLedger) { database in try LedgerTable.settle(fires, as: handling, database) }
  }

  package func revisions(
    answeringIn range: Range<Instant>, inForceThrough: Instant, of schedules: Set<Identifier>?
  ) async throws(StoreError) -> [AnsweringRevision] {
    try await read(.readingLedger) { database in
      try AuditQueries.revisions(answeringIn: range, inForceThrough: inForceThrough, of: schedules, database)
    }
  }

  package func schedulesInForce() async throws(StoreError) -> [Identifier] {
    try await read(.readingLedger) { database in try ScheduleTable.idsInForce(database) }
  }

  package func newestRevision(of schedule: Identifier) async throws(StoreError) -> AnsweringRevision? {
    try await read(.readingLedger) { database in try AuditQueries.newestRevision(of: schedule, database) }
  }

  package func lastSchedule(named name: String) async throws(StoreError) -> Identifier? {
    try await read(.readingLedger) { database in try AuditQueries.lastSchedule(named: name, database) }
  }

  /// `body` is called on one of the store's own queues.
  package func scheduledRows(
    in range: Range<Instant>, _ body: @escaping @Sendable (LedgerSpan) -> Void
  ) async throws(StoreError) {
    try await inspectSnapshot(.readingLedger) { database in try AuditQueries.scheduledRows(in: range, database, body) }
  }
}

// MARK: The cache of records

extension SQLiteStore {
  package func sourceCache() async throws(StoreError) -> SourceCache {
    try await read(.readingCache) { database in
      SourceCache(
        schedules: try SourceRecordTable.all(database), lastSync: try InstallationTable.lastSync(database),
        origin: try SourceOriginTable.origin(database))
    }
  }

  package func saveSourceCache(_ changes: SourceCacheChanges) async throws(StoreError) {
    try await write(.writingCache) { database in
      try SourceRecordTable.remove(changes.removals, database)
      try SourceRecordTable.put(changes.upserts, database)
      try InstallationTable.setLastSync(changes.lastSync, database)
      try SourceOriginTable.set(changes.origin, lastSync: changes.lastSync, database)
    }
  }
}

// MARK: The outbox

extension SQLiteStore {
  package func waitingReports(at now: Instant, limit: Int) async throws(StoreError) -> [WaitingReport] {
    try await read(.readingOutbox) { database in try OutboxTable.due(at: now, limit: limit, database) }
  }

  package func outboxState() async throws(StoreError) -> OutboxState {
    try await read(.readingOutbox) { database in try OutboxTable.state(database) }
  }

  package func removeReport(_ id: Int64, delivered: DeliveredReport?) async throws(StoreError) {
    try await write(.writingOutbox) { database in
      try OutboxTable.remove(id, database)
      if let delivered { try DeliveryTable.put(delivered, database) }
    }
  }

  package func postponeReport(_ id: Int64, until: Instant, error: String) async throws(StoreError) {
    try await write(.writingOutbox) { database in try OutboxTable.postpone(id, until: until, error: error, database) }
  }

  package func lastDelivery(for schedule: Identifier) async throws(StoreError) -> DeliveredReport? {
    try await read(.readingOutbox) { database in try DeliveryTable.last(for: schedule, database) }
  }
}
