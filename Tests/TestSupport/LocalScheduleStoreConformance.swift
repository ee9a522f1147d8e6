import Scheduling
import Seams
import Testing

/// What every `LocalScheduleStore` promises.
package enum LocalScheduleStoreConformance {
  private static func schedule(_ name: String, _ minutes: Int64 = 0) -> LocalSchedule {
    LocalSchedule(
      name: name, text: "name: \(name)\n# 🔔 \(minutes)\n", created: StoreSamples.instant(0), updated: StoreSamples.instant(minutes))
  }

  package static let promises: [SeamPromise<any LocalScheduleStore>] = [
    SeamPromise("schedules come back as they were saved, by name, also after a restart") { open in
      let store = try await open()
      for name in ["weekly", "nightly"] { #expect(try await store.saveLocalSchedule(schedule(name), replacing: nil)) }
      #expect(try await open().localSchedules() == [schedule("nightly"), schedule("weekly")])
    },
    SeamPromise("a schedule is not made twice") { open in
      let store = try await open()
      #expect(try await store.saveLocalSchedule(schedule("nightly"), replacing: nil))
      #expect(try await store.saveLocalSchedule(schedule("nightly", 1), replacing: nil) == false)
      #expect(try await store.localSchedules() == [schedule("nightly")])
    },
    SeamPromise("only what was read is replaced") { open in
      let store = try await open()
      _ = try await store.saveLocalSchedule(schedule("nightly"), replacing: nil)
      #expect(try await store.saveLocalSchedule(schedule("nightly", 2), replacing: StoreSamples.instant(1)) == false)
      #expect(try await store.saveLocalSchedule(schedule("nightly", 2), replacing: StoreSamples.instant(0)))
      #expect(try await store.saveLocalSchedule(schedule("weekly", 2), replacing: StoreSamples.instant(0)) == false)
      #expect(try await store.localSchedules() == [schedule("nightly", 2)])
    },
    SeamPromise("only what was read is removed, and its name is free then") { open in
      let store = try await open()
      for name in ["nightly", "weekly"] { _ = try await store.saveLocalSchedule(schedule(name), replacing: nil) }
      let id = schedule("nightly").id
      #expect(try await store.removeLocalSchedule(id, updated: StoreSamples.instant(1)) == false)
      #expect(try await store.removeLocalSchedule(id, updated: StoreSamples.instant(0)))
      #expect(try await store.removeLocalSchedule(id, updated: StoreSamples.instant(0)) == false)
      #expect(try await open().localSchedules() == [schedule("weekly")])
      #expect(try await store.saveLocalSchedule(schedule("nightly", 3), replacing: nil))
    },
  ]
}
