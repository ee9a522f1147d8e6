import Scheduling
import Seams
import Testing

extension StoreConformance {
  static let cachePromises: [StorePromise] = [
    StorePromise("there is no last sync before the first") { subject in
      let cache = try await subject.open().sourceCache()
      #expect(cache.schedules.isEmpty)
      #expect(cache.lastSync == nil)
    },
    StorePromise("a record comes back as it was saved, and the last one counts") { subject in
      let store = try await subject.open()
      let other = StoreSamples.serverSchedule(StoreSamples.hourly, name: "hourly")
      for name in ["nightly", "renamed"] {
        let upserts = [StoreSamples.serverSchedule(name: name), other]
        try await store.saveSourceCache(
          SourceCacheChanges(upserts: upserts, removals: [], lastSync: StoreSamples.instant(0)))
      }
      #expect(Set(try await store.sourceCache().schedules) == [StoreSamples.serverSchedule(name: "renamed"), other])
    },
    StorePromise("a removed record is gone, the others and the time of the sync stay") { subject in
      let store = try await subject.open()
      let other = StoreSamples.serverSchedule(StoreSamples.hourly, name: "hourly")
      try await store.saveSourceCache(
        SourceCacheChanges(upserts: [StoreSamples.serverSchedule(), other], removals: [], lastSync: StoreSamples.instant(0)))
      try await store.saveSourceCache(
        SourceCacheChanges(upserts: [], removals: [StoreSamples.nightly, .random()], lastSync: StoreSamples.instant(7)))
      let cache = try await store.sourceCache()
      #expect(cache.schedules == [other])
      #expect(cache.lastSync == StoreSamples.instant(7))
    },
    StorePromise("the cache knows what was read at the last sync, when that was told") { subject in
      let store = try await subject.open()
      let server = "https://zen.example"
      for origin in [SourceOrigin(url: server, project: "a"), SourceOrigin(url: server, project: "b"), nil] {
        try await store.saveSourceCache(SourceCacheChanges(upserts: [], removals: [], lastSync: StoreSamples.instant(0), origin: origin))
        #expect(try await store.sourceCache().origin == origin)
      }
    },
  ]
}
