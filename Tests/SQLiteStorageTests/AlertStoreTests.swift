import Alerts
import GRDB
import SQLiteStorage
import TestSupport
import Testing

struct AlertStoreTests {
  @Test(arguments: AlertStoreConformance.promises)
  func theSQLiteStoreKeeps(_ promise: AlertStoreConformance.Promise) async throws {
    let directory = try TemporaryDirectory()
    try await promise.check { try SQLiteStore(path: directory.storePath) }
  }

  @Test(arguments: AlertStoreConformance.promises)
  func theStoreInMemoryKeeps(_ promise: AlertStoreConformance.Promise) async throws {
    let store = InMemoryAlertStore()
    try await promise.check { store }
  }

  @Test func aRowOfANewerReleaseIsLeftAndKeepsNoOtherFromBeingRead() async throws {
    let directory = try TemporaryDirectory()
    var notes = AlertNotes()
    notes.lastNumber = 1
    let changes = AlertChanges(causes: [AlertSamples.cause("disk")], waiting: [AlertSamples.waiting(1)], notes: notes)
    try await SQLiteStore(path: directory.storePath).saveAlerts(changes)
    try await DatabaseQueue(path: directory.storePath).write { database in
      try database.execute(sql: "INSERT INTO alert_cause (key, cause) VALUES ('new', '{\"kind\":\"of 2031\"}')")
      try database.execute(sql: "INSERT INTO alert_waiting (number, alert) VALUES (9, '{\"kind\":\"of 2031\"}')")
    }
    let memory = try await SQLiteStore(path: directory.storePath).alertMemory()
    #expect(Array(memory.causes.keys) == ["disk"] && Array(memory.waiting.keys) == [1] && memory.unreadable == 2)
    #expect(memory.notes.lastNumber == 9, "the next alert does not take the place of one that was left")
    let left = try await DatabaseQueue(path: directory.storePath).read { database in
      try Int.fetchOne(database, sql: "SELECT (SELECT count(*) FROM alert_cause) + (SELECT count(*) FROM alert_waiting)")
    }
    #expect(left == 4)
  }
}
