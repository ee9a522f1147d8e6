import CivilTime
import Scheduling
import Seams
import Testing

/// What every `LedgerPages` promises, written once: each implementation's tests run all of it.
package enum LedgerPageConformance {
  package typealias Subject = any Store & LedgerPages

  package struct Promise: Sendable, CustomTestStringConvertible {
    let sentence: String
    package let check: @Sendable (Subject) async throws -> Void

    init(_ sentence: String, _ check: @escaping @Sendable (Subject) async throws -> Void) {
      self.sentence = sentence
      self.check = check
    }

    package var testDescription: String { sentence }
  }

  /// Sixty rows of two schedules, of all kinds and several outcomes, not written in the order in which they are due.
  static let rows: [LedgerRow] = (0..<60).map { index in
    let minute = Int64((index * 17) % 60)
    let kind: LedgerRow.Kind = index % 10 == 3 ? .manual : index % 10 == 7 ? .backfill : .scheduled
    let outcome: Outcome = [.succeeded, .failed, .succeeded, .started, .skippedOverlap, .succeeded][index % 6]
    var row = StoreSamples.fire(minute, of: index % 3 == 0 ? StoreSamples.hourly : StoreSamples.nightly, kind, outcome)
    row.scheduleName = index % 3 == 0 ? "Hourly_1" : "nightly"
    row.runName = index % 4 == 0 ? nil : "run-\(index)"
    row.reason = outcome == .failed ? Reason("exit_\(index % 5)", "it failed") : nil
    row.sentAt = index % 2 == 0 ? nil : StoreSamples.instant(minute).advanced(by: .milliseconds(5))
    return row
  }

  static func fill(_ store: Subject) async throws {
    for (index, part) in [rows[..<25], rows[25..<50], rows[50...]].enumerated() {
      _ = try await store.commit([StoreSamples.batch(index) { $0.claims = Array(part) }])
    }
  }

  /// What the rows above would answer.
  static func expected(_ query: LedgerPageQuery) -> [LedgerRow] {
    let found = rows.enumerated().filter { entry in
      query.matchesAny
        ? query.conditions.contains { $0.holds(for: entry.element) } : query.conditions.allSatisfy { $0.holds(for: entry.element) }
    }
    let keys = found.map { (due: query.order == .due ? $0.element.due : .distantPast, offset: $0.offset, row: $0.element) }
    return keys.sorted { query.isDescending ? ($0.due, $0.offset) > ($1.due, $1.offset) : ($0.due, $0.offset) < ($1.due, $1.offset) }
      .map(\.row)
  }

  static let conditions: [[LedgerCondition]] = [
    [], [.schedule([StoreSamples.nightly])], [.schedule([StoreSamples.nightly, StoreSamples.hourly])], [.schedule([])],
    [.kind([.scheduled])], [.kind([.manual])], [.kind([.scheduled, .backfill])], [.outcome([.succeeded])], [.outcome([.failed])],
    [.outcome([.started])], [.outcome([.failed, .succeeded])], [.outcome([.failed, .skippedOverlap]), .kind([.manual, .scheduled])],
    [.schedule([StoreSamples.hourly]), .outcome([.succeeded]), .instant(.due, InstantTest(.atOrAfter, StoreSamples.instant(20)))],
    [.schedule([StoreSamples.hourly]), .kind([.manual])], [.schedule([StoreSamples.hourly]), .schedule([StoreSamples.nightly])],
    [.instant(.due, InstantTest(.before, StoreSamples.instant(30))), .instant(.due, InstantTest(.after, StoreSamples.instant(10)))],
    [.instant(.due, InstantTest(.differs, StoreSamples.instant(30)))],
    [.instant(.sentAt, InstantTest(.atOrBefore, StoreSamples.instant(30)))],
    [.text(.scheduleName, .contains("LY_"))], [.text(.scheduleName, .begins("hour"))], [.text(.scheduleName, .ends("_1"))],
    [.text(.scheduleName, .contains("%"))], [.text(.runName, .differs("run-5"))], [.text(.runName, .oneOf(["run-5", "run-6", "x"]))],
    [.text(.reasonCode, .equals("exit_2"))],
    [.reasonNow(.equals("exit_2"), holding: [rows[3].id, rows[9].id], failing: [rows[7].id])],
    [.reasonNow(.differs("exit_2"), holding: [], failing: [rows[3].id]), .kind([.scheduled])],
    [.fire([rows[4].id, rows[9].id]), .kind([.scheduled])], [.fire([rows[4].id]), .fire([rows[5].id])],
  ]

  /// Which rows of that promise meet a comparison with a minute.
  private static let rangeCases: [(InstantTest.Comparison, Int64, [Int])] = [
    (.atOrAfter, 18, [1, 3, 4, 5]), (.after, 18, [1, 4, 5]), (.atOrAfter, 50, [5]), (.after, 50, []), (.before, 10, [0]),
    (.atOrBefore, 10, [0, 1]), (.equals, 5, [0]), (.equals, 16, [1, 3]), (.equals, 31, [4]), (.equals, 35, []),
    (.differs, 16, [0, 2, 4, 5]),
  ]

  /// What else is asked for, each in a way of its own.
  private static let rangeCompany: [([LedgerCondition], @Sendable (LedgerRow) -> Bool)] = [
    ([], { _ in true }), ([.schedule([StoreSamples.nightly])], { $0.scheduleID == StoreSamples.nightly }),
    ([.kind([.scheduled])], { _ in true }), ([.kind([.manual])], { _ in false }),
    ([.outcome([.skippedPaused])], { $0.outcome == .skippedPaused }), ([.text(.scheduleName, .equals("nightly"))], { _ in true }),
    ([.fire([StoreSamples.range(10...30).id])], { $0.id == StoreSamples.range(10...30).id }),
  ]

  package static let promises: [Promise] = [
    Promise("a page holds what meets all conditions, and the total counts all of it") { store in
      try await fill(store)
      for conditions in conditions {
        for order in [LedgerPageQuery.Order.due, .written] {
          for isDescending in [true, false] {
            let query = LedgerPageQuery(conditions, order: order, isDescending: isDescending, limit: 100)
            let page = try await store.page(query)
            #expect(page.rows.map(\.id) == expected(query).map(\.id), "\(query)")
            #expect(page.total == page.rows.count && page.isTotalExact, "\(query)")
          }
        }
      }
    },
    Promise("one condition is enough where that is asked for") { store in
      try await fill(store)
      let query = LedgerPageQuery(
        [.outcome([.failed]), .kind([.manual]), .instant(.due, InstantTest(.before, StoreSamples.instant(5)))], matchesAny: true, limit: 100
      )
      #expect(try await store.page(query).rows.map(\.id) == expected(query).map(\.id))
    },
    Promise("pages follow one another without a gap, and the total is that of all") { store in
      try await fill(store)
      for conditions in [[], [LedgerCondition.schedule([StoreSamples.nightly])], [.outcome([.succeeded])]] {
        let all = expected(LedgerPageQuery(conditions))
        for offset in stride(from: 0, to: all.count + 7, by: 7) {
          let page = try await store.page(LedgerPageQuery(conditions, offset: offset, limit: 7))
          #expect(page.rows.map(\.id) == all.dropFirst(offset).prefix(7).map(\.id))
          #expect(page.total == all.count)
        }
      }
    },
    Promise("of several instants the last is asked for what comes after, the first for what comes before") { store in
      let rows = [
        StoreSamples.fire(5), StoreSamples.range(10...30), StoreSamples.fire(12, of: StoreSamples.hourly),
        StoreSamples.range(15...18, of: StoreSamples.hourly), StoreSamples.fire(31), StoreSamples.range(40...50),
      ]
      _ = try await store.commit([StoreSamples.batch { $0.claims = rows }])
      for (comparison, minute, found) in rangeCases {
        let test = LedgerCondition.instant(.due, InstantTest(comparison, StoreSamples.instant(minute)))
        for (others, isAmong) in rangeCompany {
          let expected = found.map { rows[$0] }.filter(isAmong)
          for order in [LedgerPageQuery.Order.due, .written] {
            let page = try await store.page(LedgerPageQuery(others + [test], order: order, isDescending: false, limit: 100))
            #expect(page.rows.map(\.id) == expected.map(\.id), "\(comparison) \(minute) \(others) \(order)")
            #expect(page.total == expected.count && page.isTotalExact)
          }
          let second = try await store.page(LedgerPageQuery(others + [test], offset: 1, limit: 1))
          #expect(second.rows.map(\.id) == expected.reversed().dropFirst().prefix(1).map(\.id))
          #expect(second.total == expected.count)
        }
        let either = try await store.page(LedgerPageQuery([test, .fire([])], matchesAny: true, isDescending: false))
        #expect(either.rows.map(\.id) == found.map { rows[$0].id }, "\(comparison) \(minute)")
      }
      let both: [LedgerCondition] = [
        .instant(.due, InstantTest(.atOrAfter, StoreSamples.instant(20))), .instant(.due, InstantTest(.before, StoreSamples.instant(35))),
      ]
      #expect(try await store.page(LedgerPageQuery(both, isDescending: false)).rows.map(\.id) == [rows[1].id, rows[4].id])
    },
    Promise("a row on a page is the whole row") { store in
      try await fill(store)
      let row = try #require(try await store.page(LedgerPageQuery([.fire([rows[8].id])])).rows.first)
      #expect(row == rows[8])
    },
  ]
}
