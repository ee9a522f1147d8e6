import GRDB
import Seams

extension SQLiteStore {
  /// Runs `body` in one transaction on the writer's queue; it is on the disk, in the file of that name, when this returns.
  func write<Value: Sendable>(
    _ activity: StoreActivity, _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    let result = await withCheckedContinuation { continuation in
      pool.asyncWrite(Self.inPlace(body)) { database, result in
        database.emptyLogIfMoved(result)
        continuation.resume(returning: result)
      }
    }
    return try value(of: result, activity)
  }

  /// As `write`, for what adds rows to the ledger or takes some away.
  func writeLedger<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    let result = await withCheckedContinuation { continuation in
      pool.asyncWrite(Self.inPlace(body)) { [filing, triggers] database, result in
        if case .failure = result {
          filing.forget(database)
          triggers.forgetAll(database)
        }
        database.emptyLogIfMoved(result)
        let isFilingDue = filing.waitingCount(database) >= LedgerFiling.waitingLimit
        continuation.resume(returning: result)
        if isFilingDue { self.fileWaitingRows() }
      }
    }
    return try value(of: result, .writingLedger)
  }

  private static func inPlace<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) -> @Sendable (Database) throws -> Value {
    { database in
      try database.expectFileInPlace()
      return try body(database)
    }
  }

  /// So that a start finds each schedule's latest row by the index. A full or read-only disk is no obstacle to reading.
  func fileRowsOfLastLife() throws(StoreError) {
    do { try pool.write { [filing] database in try filing.file(database) } } catch {
      let error = StoreError(error, while: .opening, path: pool.path)
      if error.kind == .damaged { throw error }
    }
  }

  /// Files what waits, in a transaction of its own. What cannot be filed now, on a full disk, is found where it is, and is
  /// filed later.
  func fileWaitingRows() {
    let file = Self.inPlace { [filing] database in try filing.file(database) }
    pool.asyncWrite(file) { [filing] database, result in
      if case .failure = result { filing.forget(database) }
    }
  }

  /// Runs `body` on a connection that only reads, outside of a transaction. For what reads much of the file: cancelling the
  /// calling task ends it at once, with an error.
  func inspect<Value: Sendable>(
    _ activity: StoreActivity, _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    do { return try await pool.unsafeRead(body) } catch { throw failure(error, while: activity) }
  }

  /// Runs `body` on a snapshot, beside the writer; cancelling the calling task ends it at once, with an error.
  func inspectSnapshot<Value: Sendable>(
    _ activity: StoreActivity, _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    do { return try await pool.read(body) } catch { throw failure(error, while: activity) }
  }

  /// Runs `body` on a snapshot, beside the writer.
  func read<Value: Sendable>(
    _ activity: StoreActivity, _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    let result = await withCheckedContinuation { continuation in
      pool.asyncRead { database in
        continuation.resume(returning: Result<Value, any Error> { try body(database.get()) })
      }
    }
    return try value(of: result, activity)
  }

  private func value<Value>(
    of result: Result<Value, any Error>, _ activity: StoreActivity
  ) throws(StoreError) -> Value {
    do { return try result.get() } catch { throw failure(error, while: activity) }
  }

  /// What a call ends with.
  func failure(_ error: any Error, while activity: StoreActivity) -> StoreError {
    let failure = StoreError(error, while: activity, path: pool.path)
    if failure.kind == .damaged { damageListener.tell() }
    return failure
  }

  /// - Parameter tell: called whenever a call comes upon damage, be it a read or a write: that call throws all the same.
  package func whenDamageIsFound(_ tell: @escaping @Sendable () -> Void) { damageListener.listen(tell) }
}
