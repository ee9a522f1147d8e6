import SQLiteStorage
import Seams
import TestSupport
import Testing

struct ControlStoreTests {
  @Test(arguments: LocalScheduleStoreConformance.promises)
  func theSQLiteStoreKeepsOfLocalSchedules(_ promise: SeamPromise<any LocalScheduleStore>) async throws {
    let directory = try TemporaryDirectory()
    try await promise.check { try SQLiteStore(path: directory.storePath) }
  }

  @Test(arguments: LocalScheduleStoreConformance.promises)
  func theStoreInMemoryKeepsOfLocalSchedules(_ promise: SeamPromise<any LocalScheduleStore>) async throws {
    let store = InMemoryLocalSchedules()
    try await promise.check { store }
  }

  @Test(arguments: JournalConformance.promises)
  func theSQLiteStoreKeepsOfTheJournal(_ promise: SeamPromise<any JournalConformance.Journal>) async throws {
    let directory = try TemporaryDirectory()
    try await promise.check { try SQLiteStore(path: directory.storePath) }
  }

  @Test(arguments: JournalConformance.promises)
  func theJournalInMemoryKeeps(_ promise: SeamPromise<any JournalConformance.Journal>) async throws {
    let journal = InMemoryJournal()
    try await promise.check { journal }
  }
}
