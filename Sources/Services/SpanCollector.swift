import Scheduling
import Synchronization

/// Rows by schedule, as a store passes them on.
final class SpanCollector: Sendable {
  private let spans = Mutex<(bySchedule: [Identifier: [LedgerSpan]], count: Int)>(([:], 0))

  func add(_ span: LedgerSpan) {
    spans.withLock {
      $0.bySchedule[span.scheduleID, default: []].append(span)
      $0.count += 1
    }
  }

  var count: Int { spans.withLock { $0.count } }

  /// By due instant.
  func of(_ schedule: Identifier) -> [LedgerSpan] { spans.withLock { $0.bySchedule[schedule] ?? [] } }
}
