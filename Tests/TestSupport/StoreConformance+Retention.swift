import CivilTime
import Scheduling
import Seams
import Testing

extension StoreConformance {
  static let retentionPromises: [StorePromise] = [
    StorePromise("nothing goes without a limit, and there is no horizon") { subject in
      let store = try await filled(subject, 0..<5)
      #expect(
        try await store.prune(RetentionLimits(), now: .distantFuture, batch: 9)
          == PruneResult(removedRows: 0, horizon: nil, hasMore: false))
      #expect(try await store.rows(LedgerQuery()).count == 5)
      #expect(try await store.horizon() == nil)
    },
    StorePromise("rows whose last instant is too old go, oldest first, a batch at a time") { subject in
      let store = try await filled(subject, 0..<10)
      let limits = RetentionLimits(age: .seconds(60 * 4))
      let now = StoreSamples.instant(10)
      let results = [try await store.prune(limits, now: now, batch: 4), try await store.prune(limits, now: now, batch: 4)]
      #expect(results.map(\.removedRows) == [4, 2])
      #expect(results.map(\.hasMore) == [true, false])
      #expect(try await store.rows(LedgerQuery()).map(\.due) == [9, 8, 7, 6].map(StoreSamples.instant))
      #expect(try await store.horizon() == results[1].horizon)
    },
    StorePromise("the horizon lies behind every row that went, and before every one that stayed") { subject in
      let store = try await filled(subject, 0..<10)
      let limits = RetentionLimits(age: .seconds(60 * 4))
      let horizon = try await store.prune(limits, now: StoreSamples.instant(10), batch: 99).horizon
      let last = try #require(horizon)
      #expect(StoreSamples.instant(5) < last && last <= StoreSamples.instant(6))
      let later = try await store.prune(limits, now: StoreSamples.instant(9), batch: 99)
      #expect(later == PruneResult(removedRows: 0, horizon: last, hasMore: false))
    },
    StorePromise("a range that reaches into what is kept stays whole") { subject in
      let store = try await subject.open()
      let long = StoreSamples.range(0...8)
      _ = try await store.commit([
        StoreSamples.batch {
          $0.ranges = [long, StoreSamples.range(1...3, of: StoreSamples.hourly)]
          $0.claims = [StoreSamples.fire(20, .scheduled, .succeeded)]
        }
      ])
      let result = try await store.prune(RetentionLimits(age: .seconds(60 * 4)), now: StoreSamples.instant(10), batch: 9)
      #expect(result.removedRows == 1)
      #expect(try await store.rows(LedgerQuery(limit: 9)).contains(long))
      // Nor does it go, and take the horizon with it, because two rows are too many.
      #expect(try await store.prune(RetentionLimits(rows: 1), now: daysLater, batch: 9).removedRows == 0)
    },
    StorePromise("a fire without a final outcome stays, however old") { subject in
      let store = try await subject.open()
      let open = [Outcome.claimed, .waiting, .started, .unknown].enumerated().map { StoreSamples.fire(Int64($0), .scheduled, $1) }
      let ended = StoreSamples.fire(9, .scheduled, .failed)
      _ = try await store.commit([StoreSamples.batch { $0.claims = open + [ended] }])
      for limits in [RetentionLimits(age: .zero), RetentionLimits(rows: 0), RetentionLimits(bytes: 0)] {
        _ = try await store.prune(limits, now: .distantFuture, batch: 99)
      }
      #expect(Set(try await store.rows(LedgerQuery())) == Set(open))
    },
    StorePromise("the oldest rows beyond a number go, and no more than those") { subject in
      let store = try await filled(subject, 0..<10)
      let result = try await store.prune(RetentionLimits(rows: 7), now: daysLater, batch: 2)
      #expect((result.removedRows, result.hasMore) == (2, true))
      #expect(try await store.prune(RetentionLimits(rows: 7), now: daysLater, batch: 2).removedRows == 1)
      #expect(try await store.rows(LedgerQuery()).map(\.due) == (3..<10).reversed().map(StoreSamples.instant))
    },
    StorePromise("rows go that are younger than many ranges which reach into what is kept") { subject in
      let store = try await filled(subject, 0..<10)
      let paused = ["a", "b", "c"].map { StoreSamples.range(-5...100, of: ScheduleRecord.fileID(name: $0)) }
      _ = try await store.commit([StoreSamples.batch { $0.ranges = paused }])
      let limits = RetentionLimits(rows: 5)
      var result = try await store.prune(limits, now: daysLater, batch: 2)
      while result.hasMore { result = try await store.prune(limits, now: daysLater, batch: 2) }
      #expect(try await store.rows(LedgerQuery()).map(\.due) == [9, 8, 7, 6, 5, -5, -5, -5].map(StoreSamples.instant))
    },
    StorePromise("the last day stays, however small the limits of number and size, and they say so") { subject in
      let store = try await filled(subject, 0..<10)
      var old = StoreSamples.fire(-9000, .manual, .succeeded)
      old.claimedAt = StoreSamples.instant(9)
      let (manual, reaching) = (old, StoreSamples.range(-5...7, of: StoreSamples.hourly))
      _ = try await store.commit([
        StoreSamples.batch {
          $0.claims = [manual]
          $0.ranges = [reaching]
        }
      ])
      // The day begins with minute 6.
      let now = StoreSamples.instant(1440 + 6)
      for limits in [RetentionLimits(rows: 0), RetentionLimits(bytes: 0)] {
        var result = try await store.prune(limits, now: now, batch: 4)
        while result.hasMore { result = try await store.prune(limits, now: now, batch: 4) }
        #expect(result.isBeyondLimits)
        let left = try await store.rows(LedgerQuery())
        #expect(Set(left.filter { $0.kind == .scheduled }.map(\.due)) == Set([-5, 6, 7, 8, 9].map(StoreSamples.instant)))
        #expect(left.contains { $0.id == manual.id })
      }
      let roomy = try await store.prune(RetentionLimits(rows: 6), now: now, batch: 9)
      #expect(roomy.removedRows == 0 && !roomy.isBeyondLimits)
      // Age is another thing: who asks for less gets less.
      #expect(try await store.prune(RetentionLimits(age: .zero), now: now, batch: 9).removedRows == 6)
    },
    StorePromise("rows that go on are not said to be kept for the last day") { subject in
      let store = try await subject.open()
      _ = try await store.commit([StoreSamples.batch { $0.claims = [StoreSamples.fire(0, .scheduled, .started)] }])
      #expect(try await !store.prune(RetentionLimits(rows: 0), now: StoreSamples.instant(1), batch: 9).isBeyondLimits)
    },
    StorePromise("a limit in bytes that is far away changes nothing, and none leaves no finished row") { subject in
      let store = try await filled(subject, 0..<10)
      #expect(try await store.prune(RetentionLimits(bytes: .max), now: daysLater, batch: 9).removedRows == 0)
      var result = try await store.prune(RetentionLimits(bytes: 0), now: daysLater, batch: 4)
      while result.hasMore { result = try await store.prune(RetentionLimits(bytes: 0), now: daysLater, batch: 4) }
      #expect(try await store.rows(LedgerQuery()).isEmpty)
    },
    StorePromise("a backfill of an old instant is as old as its claim, and moves no horizon") { subject in
      let store = try await subject.open()
      var backfill = StoreSamples.fire(-9000, .backfill, .succeeded)
      backfill.claimedAt = StoreSamples.instant(0)
      let row = backfill
      _ = try await store.commit([StoreSamples.batch { $0.claims = [row] }])
      let limits = RetentionLimits(age: .seconds(600))
      #expect(try await store.prune(limits, now: StoreSamples.instant(9), batch: 9).removedRows == 0)
      let result = try await store.prune(limits, now: StoreSamples.instant(11), batch: 9)
      #expect(result == PruneResult(removedRows: 1, horizon: nil, hasMore: false))
    },
    StorePromise("a revision that answers only before the horizon goes, the one in force never") { subject in
      let store = try await filled(subject, 0..<20)
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [1, 2, 3].map { StoreSamples.revision($0, owedFrom: StoreSamples.instant(Int64($0 * 5 - 5))) }
          $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(19)]
        }
      ])
      for (minutes, numbers): (Int64, [Int]) in [(5, [1, 2, 3]), (7, [2, 3]), (90, [3])] {
        _ = try await store.prune(RetentionLimits(age: .zero), now: StoreSamples.instant(minutes), batch: 99)
        let left = try await store.revisions(answeringIn: .distantPast ..< .distantFuture)
        #expect(left.map(\.revision.number) == numbers, "at \(minutes)")
      }
      #expect(try await store.restore().schedules.map(\.revision.number) == [3])
    },
    StorePromise("of a schedule that is gone nothing stays behind its last row") { subject in
      let store = try await filled(subject, 0..<5)
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision(3)]
          $0.reports = [StoreSamples.report(about: .schedule(StoreSamples.nightly))]
        },
        StoreSamples.batch(2) {
          $0.removals = [StoreSamples.nightly]
          $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(2)]
        },
      ])
      _ = try await store.prune(RetentionLimits(age: .zero), now: StoreSamples.instant(4), batch: 99)
      // One row is left that names it.
      #expect(try await store.restore().retired.mapValues(\.revision) == [StoreSamples.nightly: 3])
      _ = try await store.prune(RetentionLimits(age: .zero), now: StoreSamples.instant(9), batch: 99)
      #expect(try await store.restore().retired.isEmpty)
      #expect(try await store.outboxState().count == 0)
    },
    StorePromise("a claim of an instant that retention has deleted is a new one, one that is kept is refused") { subject in
      let store = try await filled(subject, 0..<4)
      _ = try await store.prune(RetentionLimits(rows: 2), now: daysLater, batch: 9)
      let result = try await store.commit([StoreSamples.batch { $0.claims = [StoreSamples.fire(1), StoreSamples.fire(2)] }])
      #expect(result.refused == [StoreSamples.fire(2).id])
    },
    StorePromise("a sound store has no problems") { subject in
      let store = try await filled(subject, 0..<5)
      try await store.shrink(atMost: 1_000_000)
      #expect(try await store.check().isEmpty)
    },
  ]

  /// When none of the samples is of the last day.
  private static let daysLater = StoreSamples.instant(3 * 1440)

  /// A store with one finished fire for each minute.
  private static func filled(_ subject: StoreUnderTest, _ minutes: Range<Int64>) async throws -> any Store {
    let store = try await subject.open()
    let rows = minutes.map { StoreSamples.fire($0, .scheduled, .succeeded) }
    _ = try await store.commit([StoreSamples.batch { $0.claims = rows }])
    return store
  }
}
