import Scheduling

/// A row of the ledger that has just become durable.
package struct LedgerChange: Sendable {
  package let row: LedgerRow
}

extension SchedulerEngine {
  /// Rows as they are written, from now on. Ends when the reader stops.
  package func changes() -> AsyncStream<LedgerChange> {
    let id = nextObserver
    nextObserver += 1
    let (stream, continuation) = AsyncStream.makeStream(of: LedgerChange.self, bufferingPolicy: .bufferingNewest(10_000))
    observers[id] = continuation
    continuation.onTermination = { [weak self] _ in
      guard let self else { return }
      Task { await self.removeObserver(id) }
    }
    return stream
  }

  private func removeObserver(_ id: Int) { observers[id] = nil }

  func publish(_ group: [LedgerBatch], refused: Set<Identifier>) {
    for batch in group {
      for row in batch.claims + batch.ranges + batch.updates where !refused.contains(row.id) {
        figures.note(row)
        logRow(row)
        for observer in observers.values { observer.yield(LedgerChange(row: row)) }
      }
    }
  }
}
