import Scheduling

/// What one write made durable.
package struct LedgerNews: Sendable {
  package var rows: [LedgerRow] = []
  /// Of the rows that were added, and not only changed, the last one; nil: none was added.
  package var lastAdded: Identifier?
  /// Schedules of which something was written: a row, a state, a revision, their end.
  package var schedules: Set<Identifier> = []

  package init(rows: [LedgerRow] = [], schedules: Set<Identifier> = []) {
    self.rows = rows
    self.schedules = schedules
  }
}

extension SchedulerEngine {
  /// Calls `body` with everything that becomes durable from now on, for as long as the engine lives, in order and without a
  /// gap. It is called on the engine's own queue, so that it only takes note.
  package func observe(_ body: @escaping @Sendable (LedgerNews) -> Void) { listeners.append(body) }

  /// Calls `body` with the row of each fire whose request is the run, and whose schedule's file names a dead man's switch, each time that
  /// it is given to its target: the ledger hears of such a run only with its answer. It comes before the news of its end, on the engine's
  /// own queue too.
  package func observeRequests(_ body: @escaping @Sendable (LedgerRow) -> Void) { requestListeners.append(body) }

  func tellOfRequest(_ fire: Fire) {
    guard !requestListeners.isEmpty, fire.trigger.requestLimit != nil, scheduler.alerts(of: fire.scheduleID)?.ping != nil,
      let row = scheduler.activeRow(fire.id)
    else { return }
    for listener in requestListeners { listener(row) }
  }

  /// What is written from now on, a write at a time. Ends when the reader stops.
  package func news() -> AsyncStream<LedgerNews> {
    let id = nextObserver
    nextObserver += 1
    let (stream, continuation) = AsyncStream.makeStream(of: LedgerNews.self, bufferingPolicy: .bufferingNewest(10_000))
    observers[id] = continuation
    continuation.onTermination = { [weak self] _ in
      guard let self else { return }
      Task { await self.removeObserver(id) }
    }
    return stream
  }

  private func removeObserver(_ id: Int) { observers[id] = nil }

  func publish(_ group: [LedgerBatch], refused: Set<Identifier>) {
    let news = LedgerNews(group, refused: refused)
    for row in news.rows {
      figures.note(row)
      logRow(row)
    }
    for listener in listeners { listener(news) }
    for observer in observers.values { observer.yield(news) }
  }
}

extension LedgerNews {
  fileprivate init(_ group: [LedgerBatch], refused: Set<Identifier>) {
    self.init()
    for batch in group {
      lastAdded = batch.ranges.last?.id ?? batch.claims.last(where: { !refused.contains($0.id) })?.id ?? lastAdded
      rows += (batch.claims + batch.ranges + batch.updates).filter { !refused.contains($0.id) }
      schedules.formUnion(batch.revisions.map(\.scheduleID))
      schedules.formUnion(batch.removals)
      schedules.formUnion(batch.states.keys)
    }
    schedules.formUnion(rows.map(\.scheduleID))
  }
}
