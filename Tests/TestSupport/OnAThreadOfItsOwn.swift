import Foundation

/// Does what blocks, or computes for long, on a thread of its own: those that tests run on are few, and every test waits for them.
///
/// What is expected is checked by the caller: on the thread nobody knows to which test it belongs.
package func onAThreadOfItsOwn<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
  }
}
