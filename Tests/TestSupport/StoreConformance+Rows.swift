import Scheduling
import Seams
import Testing

extension StoreConformance {
  static let rowPromises: [StorePromise] = [
    StorePromise("rows come newest due first, at most as many as asked for") { subject in
      let store = try await subject.open()
      let rows = [Int64](0..<10).map { StoreSamples.fire($0, of: $0 % 2 == 0 ? StoreSamples.nightly : StoreSamples.hourly) }
      let shuffled = [4, 9, 0, 7, 1, 2, 3, 5, 8, 6].map { rows[$0] }
      _ = try await store.commit([StoreSamples.batch { $0.claims = shuffled }])
      #expect(try await store.rows(LedgerQuery()) == rows.reversed())
      #expect(try await store.rows(LedgerQuery(limit: 3)) == [rows[9], rows[8], rows[7]])
    },
    StorePromise("of rows that are due together the one written last comes first") { subject in
      let store = try await subject.open()
      let rows = (0..<6).map { _ in StoreSamples.fire(0, .manual) }
      for (index, row) in rows.enumerated() { _ = try await store.commit([StoreSamples.batch(index) { $0.claims = [row] }]) }
      #expect(try await store.rows(LedgerQuery()) == rows.reversed())
      #expect(try await store.rows(LedgerQuery(schedule: StoreSamples.nightly, limit: 4)) == rows[2...].reversed())
    },
    StorePromise("a schedule's rows of all kinds come in one order") { subject in
      let store = try await subject.open()
      let rows = [Int64](0..<9).map { StoreSamples.fire($0, [.scheduled, .manual, .backfill][Int($0) % 3]) }
      let others = [Int64](0..<9).map { StoreSamples.fire($0, of: StoreSamples.hourly) }
      _ = try await store.commit([StoreSamples.batch { $0.claims = rows + others }])
      #expect(try await store.rows(LedgerQuery(schedule: StoreSamples.nightly)) == rows.reversed())
      #expect(try await store.rows(LedgerQuery(schedule: StoreSamples.nightly, limit: 2)) == [rows[8], rows[7]])
    },
    StorePromise("a fire is found by its id, and only under its own schedule") { subject in
      let store = try await subject.open()
      let rows = [StoreSamples.fire(0), StoreSamples.fire(1)]
      _ = try await store.commit([StoreSamples.batch { $0.claims = rows }])
      #expect(try await store.rows(LedgerQuery(fire: rows[0].id)) == [rows[0]])
      #expect(try await store.rows(LedgerQuery(schedule: StoreSamples.nightly, fire: rows[1].id)) == [rows[1]])
      #expect(try await store.rows(LedgerQuery(schedule: StoreSamples.hourly, fire: rows[1].id)).isEmpty)
      #expect(try await store.rows(LedgerQuery(fire: .random())).isEmpty)
    },
  ]
}
