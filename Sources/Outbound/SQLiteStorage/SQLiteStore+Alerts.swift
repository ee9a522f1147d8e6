import Alerts
import Seams

extension SQLiteStore: AlertStore {
  package func alertMemory() async throws(StoreError) -> AlertMemory {
    try await read(.readingAlerts) { database in try AlertTables.memory(database) }
  }

  package func saveAlerts(_ changes: AlertChanges) async throws(StoreError) {
    try await write(.writingAlerts) { database in try AlertTables.save(changes, database) }
  }
}
