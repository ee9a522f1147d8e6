import CivilTime
import Scheduling
import Seams

extension InMemoryStore {
  /// A report about a schedule takes the place of the one that waits.
  func put(_ report: Report) {
    if case .schedule = report.subject, let old = outbox.first(where: { $0.value.report.subject == report.subject }) {
      outbox[old.key] = nil
    }
    lastReportID += 1
    outbox[lastReportID] = Waiting(report: report)
  }

  package func waitingReports(at now: Instant, limit: Int) -> [WaitingReport] {
    let due = outbox.filter { $0.value.nextTry <= now }.sorted { $0.key < $1.key }
    return due.prefix(limit).map { WaitingReport(id: $0.key, report: $0.value.report, attempts: $0.value.attempts) }
  }

  package func outboxState() -> OutboxState {
    OutboxState(count: outbox.count, nextDue: outbox.values.map(\.nextTry).min())
  }

  package func removeReport(_ id: Int64, delivered: DeliveredReport?) {
    outbox[id] = nil
    if let delivered { deliveries[delivered.schedule] = delivered }
  }

  package func postponeReport(_ id: Int64, until: Instant, error: String) {
    outbox[id]?.nextTry = until
    outbox[id]?.attempts += 1
  }

  package func lastDelivery(for schedule: Identifier) -> DeliveredReport? { deliveries[schedule] }
}
