import Scheduling
import Synchronization

/// Rows by schedule, as a store passes them on.
final class SpanCollector: Sendable {
  private let spans = Mutex<[Identifier: [LedgerSpan]]>([:])

  func add(_ span: LedgerSpan) { spans.withLock { $0[span.scheduleID, default: []].append(span) } }

  /// By due instant.
  func of(_ schedule: Identifier) -> [LedgerSpan] { spans.withLock { $0[schedule] ?? [] } }
}
