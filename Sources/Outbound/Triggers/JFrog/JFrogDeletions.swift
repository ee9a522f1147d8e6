import JFrogML
import Scheduling
import Seams
import Synchronization

/// What was deleted on request: that it is gone is then no loss.
final class JFrogDeletions: Sendable {
  private let ids = Mutex<Set<String>>([])

  /// - Returns: whether it was there.
  func forget(_ id: String) -> Bool { ids.withLock { $0.remove(id) != nil } }

  /// Deletes it by `send`.
  func delete(_ id: String, by send: () async throws(JFrogMLError) -> Void) async throws(JFrogMLError) -> StopResult {
    // Before it is sent: who follows it may see that it is gone before the answer is here.
    ids.withLock { _ = $0.insert(id) }
    do throws(JFrogMLError) {
      try await send()
    } catch {
      if error.kind == .notFound { return .asked }
      // Where it is not certain that it was refused, it may be gone.
      if case .impossible = error.whenStopping { _ = forget(id) }
      throw error
    }
    return .asked
  }

  /// What it means that a stop failed.
  /// - Parameter subject: `deployment 7`.
  func meaning(of error: JFrogMLError, _ id: String, _ subject: String) -> StopResult {
    guard error.kind == .notFound else { return error.whenStopping }
    let wasDeleted = ids.withLock { $0.contains(id) }
    return wasDeleted ? .asked : .impossible(Reason("run_vanished", "JFrog ML no longer has \(subject)"))
  }
}
