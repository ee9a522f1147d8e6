import CivilTime
import Scheduling
import Seams
import Testing

extension StoreConformance {
  static let restartPromises: [StorePromise] = [
    StorePromise("a new store is empty, and its instance id stays") { subject in
      let first = try await subject.open().restore()
      #expect(first.schedules.isEmpty && first.unfinished.isEmpty && first.retired.isEmpty)
      #expect(try await subject.open().restore().instance == first.instance)
    },
    StorePromise("the latest row covers the latest scheduled instant") { subject in
      let store = try await subject.open()
      let rows = [StoreSamples.fire(20), StoreSamples.range(25...29), StoreSamples.fire(3)]
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision(), StoreSamples.revision(of: StoreSamples.hourly)]
          $0.claims = [rows[0], rows[2], StoreSamples.fire(40, .manual), StoreSamples.fire(50, .backfill)]
          $0.ranges = [rows[1]]
        }
      ])
      let stored = try await store.restore().schedules
      let latest = Dictionary(uniqueKeysWithValues: stored.map { ($0.revision.scheduleID, $0.latestRow) })
      #expect(latest == [StoreSamples.nightly: rows[1], StoreSamples.hourly: nil])
    },
    StorePromise("the last outcome is that of the newer of the latest rows, whatever their kind") { subject in
      let store = try await subject.open()
      let other = StoreSamples.fire(10, of: StoreSamples.hourly, .chained, .succeeded)
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision(), StoreSamples.revision(of: StoreSamples.hourly)]
          $0.claims = [StoreSamples.fire(20, .scheduled, .failed), StoreSamples.fire(15, .manual, .succeeded), other]
        }
      ])
      let expected: [Identifier: Outcome?] = [StoreSamples.nightly: .failed, StoreSamples.hourly: .succeeded]
      let first = try await store.restore().schedules
      #expect(Dictionary(uniqueKeysWithValues: first.map { ($0.revision.scheduleID, $0.lastOutcome) }) == expected)
      _ = try await store.commit([StoreSamples.batch(2) { $0.claims = [StoreSamples.fire(30, .manual, .cancelled)] }])
      let nightly = try await store.restore().schedules.first { $0.revision.scheduleID == StoreSamples.nightly }
      #expect(nightly?.lastOutcome == .cancelled && nightly?.latestRow?.outcome == .failed)
      #expect(nightly?.latestUnscheduled == RecentOutcome(.cancelled, at: StoreSamples.instant(30)))
    },
    StorePromise("the latest row is as its last update left it") { subject in
      let store = try await subject.open()
      let longer = StoreSamples.range(0...9)
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision()]
          $0.ranges = [StoreSamples.range(0...4)]
        }
      ])
      _ = try await store.commit([StoreSamples.batch(2) { $0.updates = [longer] }])
      #expect(try await store.restore().schedules.map(\.latestRow) == [longer])
    },
    StorePromise("every fire without a final outcome is unfinished, oldest due first") { subject in
      let store = try await subject.open()
      let rows = Outcome.allCases.enumerated().map { StoreSamples.fire(Int64(20 - $0), .scheduled, $1) }
      _ = try await store.commit([StoreSamples.batch { $0.claims = rows }])
      let expected = rows.filter { !$0.outcome.isFinal }.sorted { $0.due < $1.due }
      #expect(try await store.restore().unfinished == expected)
    },
    StorePromise("unfinished fires of removed schedules are there, finished ones are not") { subject in
      let store = try await subject.open()
      let (lasting, ended) = (StoreSamples.fire(0), StoreSamples.fire(1))
      var settled = ended
      settled.outcome = .succeeded
      let update = settled
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision()]
          $0.claims = [lasting, ended]
        },
        StoreSamples.batch(2) {
          $0.updates = [update]
          $0.removals = [StoreSamples.nightly]
        },
      ])
      #expect(try await store.restore().unfinished == [lasting])
    },
    StorePromise("what was written is there after a restart") { subject in
      let row = StoreSamples.fullRow
      let report = StoreSamples.report(about: .run("run-1"), of: row)
      let cached = StoreSamples.serverSchedule()
      do {
        let store = try await subject.open()
        _ = try await store.commit([
          StoreSamples.batch {
            $0.revisions = [StoreSamples.revision()]
            $0.claims = [row]
            $0.reports = [report]
          }
        ])
        try await store.saveSourceCache(SourceCacheChanges(upserts: [cached], removals: [], lastSync: StoreSamples.instant(1)))
      }
      let store = try await subject.open()
      #expect(try await store.restore().schedules.map(\.revision) == [StoreSamples.revision()])
      #expect(try await store.rows(LedgerQuery()) == [row])
      #expect(try await store.waitingReports(at: .distantFuture, limit: 9).map(\.report) == [report])
      #expect(try await store.sourceCache().schedules == [cached])
      #expect(try await store.commit([StoreSamples.batch { $0.claims = [row] }]).refused == [row.id])
    },
  ]
}
