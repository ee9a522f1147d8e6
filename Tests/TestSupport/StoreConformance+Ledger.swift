import Scheduling
import Seams
import Testing

extension StoreConformance {
  static let ledgerPromises: [StorePromise] = [
    StorePromise("a claim comes back as it was written") { subject in
      let store = try await subject.open()
      let row = StoreSamples.fullRow
      #expect(try await store.commit([StoreSamples.batch { $0.claims = [row] }]) == CommitResult())
      #expect(try await store.rows(LedgerQuery(fire: row.id)) == [row])
    },
    StorePromise("fires are found by how their ids begin") { subject in
      let store = try await subject.open()
      let rows = [0x11, 0x12, 0x20].map { StoreSamples.fire(Int64($0), id: Identifier(high: UInt64($0) << 56, low: 0)) }
      _ = try await store.commit([StoreSamples.batch { $0.claims = rows }])
      let range = Identifier(high: 0x10 << 56, low: 0)...Identifier(high: 0x1F << 56, low: .max)
      #expect(Set(try await store.rows(LedgerQuery(fires: range))) == Set(rows.prefix(2)))
      #expect(try await store.rows(LedgerQuery(fires: rows[2].id...rows[2].id)) == [rows[2]])
      #expect(try await store.rows(LedgerQuery(fires: range, limit: 1)).count == 1)
    },
    StorePromise("what was added behind a row comes in that order, as it is now, whatever is due when") { subject in
      let store = try await subject.open()
      #expect(try await store.rowsAdded(after: nil, limit: 9) == [])
      let (first, second, third) = (StoreSamples.fire(9), StoreSamples.fire(5, .manual), StoreSamples.range(1...3))
      _ = try await store.commit([StoreSamples.batch { $0.claims = [first] }])
      _ = try await store.commit([StoreSamples.batch(2) { ($0.claims, $0.ranges) = ([second], [third]) }])
      var ended = second
      ended.outcome = .succeeded
      let changed = ended
      _ = try await store.commit([StoreSamples.batch(3) { $0.updates = [changed] }])
      #expect(try await store.rowsAdded(after: first.id, limit: 9) == [changed, third])
      #expect(try await store.rowsAdded(after: third.id, limit: 9) == [])
      #expect(try await store.rowsAdded(after: nil, limit: 9) == [first, changed, third])
      #expect(try await store.rowsAdded(after: nil, limit: 2) == [changed, third])
      #expect(try await store.rowsAdded(after: .random(), limit: 9) == nil)
    },
    StorePromise("a claim whose id is in the ledger is refused, and changes nothing") { subject in
      let store = try await subject.open()
      let first = StoreSamples.fire(0, .scheduled, .succeeded)
      var again = StoreSamples.fire(5, of: StoreSamples.hourly, id: first.id)
      again.scheduleName = "hourly"
      _ = try await store.commit([StoreSamples.batch { $0.claims = [first] }])
      #expect(try await store.commit([StoreSamples.batch { $0.claims = [again] }]).refused == [first.id])
      #expect(try await store.rows(LedgerQuery()) == [first])
    },
    StorePromise("a due instant of a schedule has one scheduled row, whatever its id") { subject in
      let store = try await subject.open()
      let first = StoreSamples.fire(0)
      let other = StoreSamples.fire(0, id: .random())
      let result = try await store.commit([StoreSamples.batch { $0.claims = [first, other] }])
      #expect(result.refused == [other.id])
      #expect(try await store.rows(LedgerQuery()) == [first])
    },
    StorePromise("manual fires and backfills leave the scheduled row of their instant alone") { subject in
      let store = try await subject.open()
      let rows = [
        StoreSamples.fire(0, .manual), StoreSamples.fire(0, .backfill), StoreSamples.fire(0), StoreSamples.fire(0, .manual),
      ]
      let result = try await store.commit([StoreSamples.batch { $0.claims = rows }])
      #expect(result.refused.isEmpty)
      #expect(Set(try await store.rows(LedgerQuery())) == Set(rows))
    },
    StorePromise("a claim that an earlier batch of the same commit made is refused") { subject in
      let store = try await subject.open()
      let row = StoreSamples.fire(0)
      let result = try await store.commit([1, 2].map { StoreSamples.batch($0) { $0.claims = [row] } })
      #expect(result.refused == [row.id])
    },
    StorePromise("one refused claim keeps no other from being written") { subject in
      let store = try await subject.open()
      let (old, new) = (StoreSamples.fire(0), StoreSamples.fire(1))
      _ = try await store.commit([StoreSamples.batch { $0.claims = [old] }])
      #expect(try await store.commit([StoreSamples.batch { $0.claims = [old, new] }]).refused == [old.id])
      #expect(try await store.rows(LedgerQuery()) == [new, old])
    },
    StorePromise("of a herd exactly those are refused that the ledger has, and each of the others can be settled") { subject in
      let store = try await subject.open()
      let herd = (0..<100).map { StoreSamples.fire($0, of: $0 % 2 == 0 ? StoreSamples.nightly : StoreSamples.hourly) }
      let old = [3, 15, 16, 40, 41, 42, 99].map { herd[$0] }
      _ = try await store.commit([StoreSamples.batch { $0.claims = old }])
      // One twice, and one whose instant is taken under another id.
      let other = StoreSamples.fire(50, id: .random())
      let result = try await store.commit([StoreSamples.batch(2) { $0.claims = herd[..<70] + [herd[60], other] + herd[70...] }])
      #expect(result.refused == Set(old.map(\.id) + [herd[60].id, other.id]))
      let settled = herd.map { row in
        var row = row
        (row.outcome, row.runID) = (.succeeded, "run of \(row.id)")
        return row
      }
      _ = try await store.commit([StoreSamples.batch(3) { $0.updates = settled.reversed() }])
      #expect(try await store.rows(LedgerQuery(limit: 200)).sorted { $0.due < $1.due } == settled)
    },
    StorePromise("texts of every length come back as they were written, however many are written together") { subject in
      let store = try await subject.open()
      let rows = (0..<40).map { index in
        var row = StoreSamples.fire(Int64(index))
        row.scheduleName = String(repeating: "n", count: index * 100)
        row.runName = index % 3 == 0 ? "" : String(repeating: "å", count: 4000 / index)
        row.runStatus = index % 2 == 0 ? nil : "status \(index)"
        return row
      }
      _ = try await store.commit([StoreSamples.batch { $0.claims = rows }])
      #expect(try await store.rows(LedgerQuery(limit: 100)) == rows.reversed())
    },
    StorePromise("of many tasks that claim one fire, one gets it") { subject in
      let store = try await subject.open()
      let row = StoreSamples.fire(0)
      let refusals = try await withThrowingTaskGroup(of: Int.self) { group in
        for id in 1...20 {
          group.addTask { try await store.commit([StoreSamples.batch(id) { $0.claims = [row] }]).refused.count }
        }
        return try await group.reduce(0, +)
      }
      #expect(refusals == 19)
    },
    StorePromise("a range whose id is in the ledger is left out silently") { subject in
      let store = try await subject.open()
      let (range, longer) = (StoreSamples.range(0...4), StoreSamples.range(0...9))
      _ = try await store.commit([StoreSamples.batch { $0.ranges = [range] }])
      #expect(try await store.commit([StoreSamples.batch { $0.ranges = [longer] }]) == CommitResult())
      #expect(try await store.rows(LedgerQuery()) == [range])
    },
    StorePromise("an update replaces what may change, and leaves what the claim froze") { subject in
      let store = try await subject.open()
      let claimed = StoreSamples.fire(0)
      var changed = StoreSamples.fullRow
      changed.id = claimed.id
      var expected = claimed
      (expected.dueLast, expected.count) = (changed.dueLast, changed.count)
      (expected.outcome, expected.reason, expected.carriedBy) = (changed.outcome, changed.reason, changed.carriedBy)
      (expected.sentAt, expected.finishedAt, expected.attempt) = (changed.sentAt, changed.finishedAt, changed.attempt)
      (expected.runID, expected.runName, expected.runStatus) = (changed.runID, changed.runName, changed.runStatus)
      _ = try await store.commit([StoreSamples.batch { $0.claims = [claimed] }])
      _ = try await store.commit([StoreSamples.batch { $0.updates = [changed] }])
      #expect(try await store.rows(LedgerQuery()) == [expected])
    },
    StorePromise("an update with nil takes a value away") { subject in
      let store = try await subject.open()
      var row = StoreSamples.fire(0)
      row.reason = Reason("target_away", "waits for its target")
      let waiting = row
      _ = try await store.commit([StoreSamples.batch { $0.claims = [waiting] }])
      row.reason = nil
      let started = row
      _ = try await store.commit([StoreSamples.batch { $0.updates = [started] }])
      #expect(try await store.rows(LedgerQuery()) == [started])
    },
    StorePromise("an update finds a row of its own batch, and passes over one that is not there") { subject in
      let store = try await subject.open()
      let claimed = StoreSamples.fire(0)
      var started = claimed
      started.outcome = .started
      let (row, unknown) = (started, StoreSamples.fire(9))
      _ = try await store.commit([
        StoreSamples.batch {
          $0.claims = [claimed]
          $0.updates = [row, unknown]
        }
      ])
      #expect(try await store.rows(LedgerQuery()) == [row])
    },
    StorePromise("a trigger's secrets are left out of a row") { subject in
      let store = try await subject.open()
      var row = StoreSamples.fire(0)
      row.trigger = .command(CommandTrigger(argv: ["train"], env: ["TOKEN": "s3cret", "PATH": "{{env:PATH}}"]))
      let claim = row
      _ = try await store.commit([StoreSamples.batch { $0.claims = [claim] }])
      #expect(try await store.rows(LedgerQuery()).map(\.trigger) == [claim.trigger?.withoutSecrets])
    },
  ]
}
