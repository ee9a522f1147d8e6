import Alerts
import Seams
import Synchronization

/// An `AlertStore` that lives as long as this object.
package final class InMemoryAlertStore: AlertStore {
  private let memory = Mutex(AlertMemory())
  private let failure = Mutex<StoreError?>(nil)

  package init() {}

  /// Why nothing can be written now; nil: it can.
  package var problem: StoreError? {
    get { failure.withLock { $0 } }
    set { failure.withLock { $0 = newValue } }
  }

  package var saved: AlertMemory { memory.withLock { $0 } }

  package func alertMemory() async throws(StoreError) -> AlertMemory { memory.withLock { $0 } }

  package func saveAlerts(_ changes: AlertChanges) async throws(StoreError) {
    if let problem { throw problem }
    memory.withLock { memory in
      for key in changes.closed { memory.causes[key] = nil }
      for cause in changes.causes { memory.causes[cause.key] = cause }
      for number in changes.gone { memory.waiting[number] = nil }
      for waiting in changes.waiting { memory.waiting[waiting.number] = waiting }
      memory.notes = changes.notes
    }
  }
}
