import CivilTime
import Scheduling
import Seams
import Synchronization
import Testing

extension StoreConformance {
  static let auditPromises: [StorePromise] = [
    StorePromise("a revision answers until the next takes over, the last up to where the ledger covers") { subject in
      let store = try await subject.open()
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision(), StoreSamples.revision(2, owedFrom: StoreSamples.instant(10))]
          $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(25)]
        }
      ])
      #expect(try await answers(in: store) == [Answer(1, 0, 10), Answer(2, 10, 25)])
    },
    StorePromise("a revision that answers for nothing in the range is left out") { subject in
      let store = try await subject.open()
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision(), StoreSamples.revision(2, owedFrom: StoreSamples.instant(10))]
          $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(25)]
        }
      ])
      // A revision's first instant lies after `owedFrom`; `through` is its last.
      let expected: [(ClosedRange<Int64>, [Int])] = [
        (-5...0, []), (0...1, [1]), (1...1, [1]), (10...10, [1]), (10...11, [1, 2]), (11...11, [2]), (25...30, [2]), (26...30, []),
      ]
      for (minutes, numbers) in expected {
        let range = StoreSamples.instant(minutes.lowerBound)..<StoreSamples.instant(minutes.upperBound).advanced(by: .microseconds(1))
        #expect(try await store.revisions(answeringIn: range).map(\.revision.number) == numbers, "\(minutes)")
      }
    },
    StorePromise("a revision in force answers further where that is asked, and tells how far it is covered") { subject in
      let store = try await subject.open()
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision(), StoreSamples.revision(2, owedFrom: StoreSamples.instant(10))]
          $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(10)]
        }
      ])
      let wanted = StoreSamples.instant(40)
      let found = try await store.revisions(answeringIn: .distantPast ..< .distantFuture, inForceThrough: wanted, of: nil)
      #expect(found.map { Answer($0) } == [Answer(1, 0, 10), Answer(2, 10, 40)])
      #expect(found.map(\.coveredUntil) == [nil, StoreSamples.instant(10)])
      #expect(try await store.schedulesInForce() == [StoreSamples.nightly])
      _ = try await store.commit([
        StoreSamples.batch(2) {
          $0.removals = [StoreSamples.nightly]
          $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(12)]
        }
      ])
      let gone = try await store.revisions(answeringIn: .distantPast ..< .distantFuture, inForceThrough: wanted, of: nil)
      #expect(gone.map { Answer($0) } == [Answer(1, 0, 10), Answer(2, 10, 12)])
      #expect(gone.map(\.coveredUntil) == [nil, nil])
      #expect(try await store.schedulesInForce().isEmpty)
    },
    StorePromise("of some schedules only their revisions are read, by schedule and number, however many are asked for") { subject in
      let store = try await subject.open()
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision(), StoreSamples.revision(2, owedFrom: StoreSamples.instant(10))]
          $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(20)]
        }
      ])
      func numbers(of schedules: Set<Identifier>) async throws -> [Int] {
        let found = try await store.revisions(
          answeringIn: .distantPast ..< .distantFuture, inForceThrough: StoreSamples.instant(20), of: schedules)
        return found.map(\.revision.number)
      }
      let others = Set((1...1200).map { Identifier(high: 0, low: $0) })
      #expect(try await numbers(of: [StoreSamples.nightly]) == [1, 2])
      #expect(try await numbers(of: others.union([StoreSamples.nightly])) == [1, 2])
      #expect(try await numbers(of: others).isEmpty)
      #expect(try await numbers(of: []).isEmpty)
    },
    StorePromise("a schedule that is gone still answers, and nothing is owed until it returns") { subject in
      let store = try await subject.open()
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision()]
          $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(5)]
        },
        StoreSamples.batch(2) {
          $0.removals = [StoreSamples.nightly]
          $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(7)]
        },
      ])
      #expect(try await answers(in: store) == [Answer(1, 0, 7)])
      #expect(try await store.lastSchedule(named: "nightly-1") == StoreSamples.nightly)
      #expect(try await store.lastSchedule(named: "nightly-2") == nil)
      _ = try await store.commit([
        StoreSamples.batch(3) {
          $0.revisions = [StoreSamples.revision(2, owedFrom: StoreSamples.instant(30))]
          $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(40)]
        }
      ])
      #expect(try await answers(in: store) == [Answer(1, 0, 7), Answer(2, 30, 40)])
    },
    StorePromise("the newest revision of a schedule is found with its end, its schedule there or gone") { subject in
      let store = try await subject.open()
      #expect(try await newest(in: store) == nil)
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision(), StoreSamples.revision(2, owedFrom: StoreSamples.instant(10))]
          $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(25)]
        }
      ])
      #expect(try await newest(in: store) == Answer(2, 10, 25))
      _ = try await store.commit([
        StoreSamples.batch(2) {
          $0.claims = [StoreSamples.fire(30)]
          $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(30)]
        }
      ])
      #expect(try await newest(in: store) == Answer(2, 10, 30))
      _ = try await store.commit([
        StoreSamples.batch(3) {
          $0.removals = [StoreSamples.nightly]
          $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(31)]
        }
      ])
      #expect(try await newest(in: store) == Answer(2, 10, 31))
      #expect(try await store.newestRevision(of: StoreSamples.hourly) == nil)
    },
    StorePromise("a schedule that one batch removes and puts owes nothing twice") { subject in
      let store = try await subject.open()
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision()]
          $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(5)]
        }
      ])
      _ = try await store.commit([
        StoreSamples.batch(2) {
          $0.removals = [StoreSamples.nightly]
          $0.revisions = [StoreSamples.revision(2, owedFrom: StoreSamples.instant(9))]
          $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(12)]
        }
      ])
      #expect(try await answers(in: store) == [Answer(1, 0, 5), Answer(2, 9, 12)])
    },
    StorePromise("an audit sees every scheduled row that covers an instant of the range, by schedule and due") { subject in
      let store = try await subject.open()
      let rows = [0, 5, 9, 10].map { StoreSamples.fire($0) } + [StoreSamples.fire(6, of: StoreSamples.hourly)]
      let (long, past) = (StoreSamples.range(-9...(-2)), StoreSamples.range(1...4))
      _ = try await store.commit([
        StoreSamples.batch {
          $0.claims = rows.reversed() + [StoreSamples.fire(7, .manual), StoreSamples.fire(7, .backfill)]
          $0.ranges = [past, StoreSamples.range(2...20, of: StoreSamples.hourly), long]
        }
      ])
      let found = try await spans(in: store, StoreSamples.instant(4)..<StoreSamples.instant(10))
      let expected = [past, rows[1], rows[2]].map { ($0.scheduleID, $0.due) }
      #expect(found.filter { $0.scheduleID == StoreSamples.nightly }.map(\.due) == expected.map(\.1))
      #expect(found.filter { $0.scheduleID == StoreSamples.hourly }.map(\.due) == [2, 6].map(StoreSamples.instant))
      #expect(found.map(\.scheduleID) == found.map(\.scheduleID).sorted())
      #expect(found.first { $0.due == past.due }?.count == 4)
      #expect(try await spans(in: store, StoreSamples.instant(-3)..<StoreSamples.instant(0)).map(\.dueLast) == [long.dueLast])
    },
    StorePromise("a row that covers an instant is found, of one schedule and of all") { subject in
      let store = try await subject.open()
      let rows = [StoreSamples.fire(9), StoreSamples.fire(3, .manual), StoreSamples.fire(3, of: StoreSamples.hourly)]
      let range = StoreSamples.range(0...4)
      _ = try await store.commit([
        StoreSamples.batch {
          $0.claims = rows
          $0.ranges = [range]
        }
      ])
      let covering = StoreSamples.instant(3)
      #expect(Set(try await store.rows(LedgerQuery(schedule: StoreSamples.nightly, covering: covering))) == [range, rows[1]])
      #expect(Set(try await store.rows(LedgerQuery(covering: covering))) == [range, rows[1], rows[2]])
      #expect(try await store.rows(LedgerQuery(schedule: StoreSamples.nightly, covering: StoreSamples.instant(5))).isEmpty)
      #expect(try await store.rows(LedgerQuery(fire: rows[0].id, covering: covering)).isEmpty)
    },
  ]

  /// A revision of `nightly`, and the minutes for which it answers.
  private struct Answer: Equatable {
    let number: Int
    let after: Instant
    let through: Instant

    init(_ number: Int, _ after: Int64, _ through: Int64) {
      self.number = number
      self.after = StoreSamples.instant(after)
      self.through = StoreSamples.instant(through)
    }

    init(_ answering: AnsweringRevision) {
      number = answering.revision.number
      after = answering.revision.owedFrom
      through = answering.through
    }
  }

  private static func answers(in store: any Store) async throws -> [Answer] {
    try await store.revisions(answeringIn: .distantPast ..< .distantFuture).map { Answer($0) }
  }

  private static func newest(in store: any Store) async throws -> Answer? {
    try await store.newestRevision(of: StoreSamples.nightly).map { Answer($0) }
  }

  private static func spans(in store: any Store, _ range: Range<Instant>) async throws -> [LedgerSpan] {
    let found = Mutex<[LedgerSpan]>([])
    let collect: @Sendable (LedgerSpan) -> Void = { span in found.withLock { $0.append(span) } }
    try await store.scheduledRows(in: range, collect)
    return found.withLock(\.self)
  }
}
