import CivilTime
import Scheduling
import Seams
import Testing

/// What every `LedgerCounts` promises; it counts what the same place's `Store` has written.
package enum LedgerCountsConformance {
  package static func check(_ store: any Store & LedgerCounts) async throws {
    let step = Duration.seconds(600)
    let singles = [
      StoreSamples.fire(0), StoreSamples.fire(1, of: StoreSamples.nightly, .scheduled, .failed),
      StoreSamples.fire(9, of: StoreSamples.hourly),
    ]
    let others = [
      StoreSamples.fire(11), StoreSamples.fire(2, of: StoreSamples.nightly, .manual), StoreSamples.fire(20, of: StoreSamples.hourly),
    ]
    let range = StoreSamples.range(13...15)
    _ = try await store.commit([
      StoreSamples.batch {
        $0.claims = singles + others
        $0.ranges = [range]
      }
    ])
    let counts = try await store.outcomeCounts(dueIn: StoreSamples.instant(0)..<StoreSamples.instant(20), step: step)
    let (first, second) = (StoreSamples.instant(0), StoreSamples.instant(10))
    #expect(
      Set(counts) == [
        OutcomeCount(.claimed, 2, first: first, last: first), OutcomeCount(.failed, 1, first: first, last: first),
        OutcomeCount(.claimed, 1, first: second, last: second), OutcomeCount(.skippedPaused, 3, first: range.due, last: range.dueLast),
      ])
    let reaching = try await store.outcomeCounts(dueIn: StoreSamples.instant(14)..<StoreSamples.instant(20), step: step)
    #expect(reaching == [OutcomeCount(.skippedPaused, 3, first: range.due, last: range.dueLast)])
  }

  package static func checkLatest(_ store: any Store & LedgerCounts) async throws {
    let nightly = [Int64](0..<5).map { StoreSamples.fire($0) } + [StoreSamples.fire(9, of: StoreSamples.nightly, .manual)]
    let hourly = [StoreSamples.fire(2, of: StoreSamples.hourly)]
    let range = StoreSamples.range(6...8)
    _ = try await store.commit([
      StoreSamples.batch {
        $0.claims = nightly + hourly
        $0.ranges = [range]
      }
    ])
    let (first, second) = (nightly[0].scheduleID, hourly[0].scheduleID)
    let found = try await store.latestRows(of: [first, second, .random()], limit: 4)
    let mine = (nightly + hourly + [range]).filter { $0.scheduleID == first }.sorted { $0.due > $1.due }.prefix(4)
    #expect(found[first]?.map(\.id) == mine.map(\.id))
    #expect(found.count == 2 && found[second]?.contains { $0.id == hourly[0].id } == true)
    #expect(try await store.latestRows(of: [second], limit: 4).keys.map(\.self) == [second])
  }

  package static func checkLate(_ store: any Store & LedgerCounts) async throws {
    var rows = [Int64](0..<6).map { StoreSamples.fire($0, of: StoreSamples.nightly, .scheduled, .started) }
    for index in rows.indices { rows[index].sentAt = rows[index].due.advanced(by: .seconds(index * 30)) }
    // Sent when it was to be.
    rows[4].details.notBefore = rows[4].sentAt
    rows[5].details.jitterMilliseconds = 140_000
    let start = StoreSamples.instant(0)
    _ = try await store.commit([StoreSamples.batch { $0.claims = rows }])
    let late = try await store.lateRows(dueIn: start..<StoreSamples.instant(9), by: .seconds(60), limit: 9)
    #expect(late.map(\.id) == [rows[3].id, rows[2].id])
    #expect(try await store.lateRows(dueIn: start..<StoreSamples.instant(3), by: .seconds(30), limit: 1).map(\.id) == [rows[2].id])
  }

  package static func checkRanges(_ store: any Store & LedgerCounts) async throws {
    let old = StoreSamples.range(0...3)
    let (long, short) = (StoreSamples.range(5...60), StoreSamples.range(20...40, of: StoreSamples.hourly))
    _ = try await store.commit([
      StoreSamples.batch {
        $0.claims = [StoreSamples.fire(30, of: StoreSamples.nightly, .manual, .skippedPaused)]
        $0.ranges = [old, long, short]
      }
    ])
    let since = StoreSamples.instant(30)
    #expect(try await store.rangeRows(reaching: since, outcomes: [.skippedPaused], limit: 9).map(\.id) == [long.id, short.id])
    #expect(try await store.rangeRows(reaching: since, outcomes: [.skippedPaused], limit: 1).map(\.id) == [long.id])
    #expect(try await store.rangeRows(reaching: StoreSamples.instant(60), outcomes: [.skippedPaused], limit: 9).map(\.id) == [long.id])
    #expect(try await store.rangeRows(reaching: since, outcomes: [.skippedMisfire, .unbound], limit: 9).isEmpty)
  }
}
