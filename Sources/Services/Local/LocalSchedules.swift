import CivilTime
import Scheduling
import Seams

/// The schedules that were made over the control API: kept in the store as they were written, and read with what the
/// configuration says now.
package actor LocalSchedules {
  package typealias Reader = @Sendable (String) throws(LocalDefinitionError) -> FileSchedule

  private let store: any LocalScheduleStore
  private let read: Reader
  private let clock: any WallClock
  private var stored: [Identifier: LocalSchedule]
  /// What each said when it could last be read.
  private var lastGood: [Identifier: ScheduleDefinition] = [:]
  private var generation = 0

  /// - Parameters:
  ///   - stored: what the store holds.
  ///   - read: the definition that a text holds; its record's source is `local`.
  package init(store: any LocalScheduleStore, stored: [LocalSchedule], clock: any WallClock, read: @escaping Reader) {
    self.store = store
    self.read = read
    self.clock = clock
    self.stored = Dictionary(stored.map { ($0.id, $0) }) { first, _ in first }
  }

  package subscript(id: Identifier) -> LocalSchedule? { stored[id] }

  /// Reads all of them anew: calendars and zones may be others by now.
  package func listing() -> LocalListing {
    generation += 1
    return LocalListing(generation: generation, definitions: stored.values.sorted { $0.name < $1.name }.map(definition))
  }

  /// One that cannot be read any more keeps what it last said; from the start, it is invalid and says why.
  private func definition(of schedule: LocalSchedule) -> ScheduleDefinition {
    do throws(LocalDefinitionError) {
      var definition = try read(schedule.text).definition
      definition.record.updated = schedule.updated
      lastGood[schedule.id] = definition
      return definition
    } catch {
      if let known = lastGood[schedule.id], known.record.updated == schedule.updated { return known }
      var record = ScheduleRecord(id: schedule.id, name: schedule.name, source: .local, updated: schedule.updated)
      record.defect = "its definition cannot be read any more: \(error.sentence); 'carillon edit \(schedule.name)' mends it"
      return ScheduleDefinition(record: record, standing: .invalid, reason: Reason("bad_definition", record.defect ?? ""))
    }
  }

  // MARK: Changes

  /// - Returns: what is stored now; nil when there is one of that name already.
  package func create(name: String, text: String) async throws(StoreError) -> LocalSchedule? {
    let now = clock.now()
    let schedule = LocalSchedule(name: name, text: text, created: now, updated: now)
    guard stored[schedule.id] == nil else { return nil }
    guard try await store.saveLocalSchedule(schedule, replacing: nil) else { return nil }
    stored[schedule.id] = schedule
    return schedule
  }

  /// - Returns: what is stored now; nil when it is not `present` any more that is stored.
  package func replace(_ present: LocalSchedule, text: String) async throws(StoreError) -> LocalSchedule? {
    var schedule = present
    schedule.text = text
    schedule.updated = max(clock.now(), present.updated.advanced(by: .microseconds(1)))
    guard try await store.saveLocalSchedule(schedule, replacing: present.updated) else { return nil }
    stored[schedule.id] = schedule
    return schedule
  }

  /// - Returns: false when it is not `present` any more that is stored.
  package func remove(_ present: LocalSchedule) async throws(StoreError) -> Bool {
    guard try await store.removeLocalSchedule(present.id, updated: present.updated) else { return false }
    // Another one may have been made meanwhile under the same name.
    if stored[present.id] == present { stored[present.id] = nil }
    return true
  }
}
