import GRDB
import Seams

extension SQLiteStore {
  /// Runs `body` in one transaction on the writer's queue; it is on the disk when this returns.
  func write<Value: Sendable>(
    _ activity: StoreActivity, _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    let result = await withCheckedContinuation { continuation in
      pool.asyncWrite(body) { _, result in continuation.resume(returning: result) }
    }
    return try value(of: result, activity)
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
    do { return try result.get() } catch { throw StoreError(error, while: activity, path: pool.path) }
  }
}
