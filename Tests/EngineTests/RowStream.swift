import Engine
import Scheduling

extension SchedulerEngine {
  /// The rows that are written from now on, one after the other.
  func rows() -> AsyncStream<LedgerRow> {
    let (stream, continuation) = AsyncStream.makeStream(of: LedgerRow.self)
    observe { news in for row in news.rows { continuation.yield(row) } }
    return stream
  }
}
