import CivilTime
import Scheduling
import Seams
import Testing

extension StoreConformance {
  static let outboxPromises: [StorePromise] = [
    StorePromise("reports wait in order, due at once, at most as many as asked for") { subject in
      let store = try await subject.open()
      #expect(try await store.outboxState() == OutboxState(count: 0, nextDue: nil))
      let reports = (0..<5).map { StoreSamples.report(about: .run("run-\($0)")) }
      _ = try await store.commit([StoreSamples.batch { $0.reports = reports }])
      #expect(try await store.waitingReports(at: StoreSamples.instant(0), limit: 9).map(\.report) == reports)
      #expect(try await store.waitingReports(at: StoreSamples.instant(0), limit: 2).map(\.report) == Array(reports[..<2]))
      let state = try await store.outboxState()
      #expect(state.count == 5)
      #expect(try #require(state.nextDue) <= StoreSamples.instant(0))
    },
    StorePromise("only the newest report about a schedule waits, and is a new one") { subject in
      let store = try await subject.open()
      let subjects: [Report.Subject] = [
        .schedule(StoreSamples.nightly), .schedule(StoreSamples.hourly), .run("run-1"), .run("run-1"),
      ]
      _ = try await store.commit([StoreSamples.batch { $0.reports = subjects.map { StoreSamples.report(about: $0) } }])
      let old = try #require(try await store.waitingReports(at: .distantFuture, limit: 1).first)
      try await store.postponeReport(old.id, until: StoreSamples.instant(60), error: "no answer")
      let newer = StoreSamples.report(about: .schedule(StoreSamples.nightly), of: StoreSamples.fire(9, .scheduled, .failed))
      _ = try await store.commit([StoreSamples.batch(2) { $0.reports = [newer] }])
      let waiting = try await store.waitingReports(at: StoreSamples.instant(0), limit: 9)
      #expect(waiting.map(\.report.subject) == Array(subjects[1...]) + [subjects[0]])
      #expect(waiting.last?.report == newer)
      #expect(waiting.last?.attempts == 0)
      try await store.removeReport(old.id, delivered: nil)
      try await store.postponeReport(old.id, until: .distantFuture, error: "no answer")
      #expect(try await store.waitingReports(at: StoreSamples.instant(0), limit: 9).last?.report == newer)
    },
    StorePromise("an id is never given again, not even to the report that takes the place of the only one") { subject in
      let store = try await subject.open()
      var ids: [Int64] = []
      for number in 1...3 {
        let report = StoreSamples.report(about: .schedule(StoreSamples.nightly))
        _ = try await store.commit([StoreSamples.batch(number) { $0.reports = [report] }])
        ids.append(try #require(try await store.waitingReports(at: .distantFuture, limit: 1).first).id)
        if number == 2 { try await store.removeReport(ids[1], delivered: nil) }
      }
      #expect(Set(ids).count == 3)
    },
    StorePromise("only the report that is named is taken out") { subject in
      let store = try await subject.open()
      let reports = (0..<3).map { StoreSamples.report(about: .run("run-\($0)")) }
      _ = try await store.commit([StoreSamples.batch { $0.reports = reports }])
      let ids = try await store.waitingReports(at: .distantFuture, limit: 9).map(\.id)
      try await store.removeReport(ids[1], delivered: nil)
      #expect(try await store.waitingReports(at: .distantFuture, limit: 9).map(\.report) == [reports[0], reports[2]])
    },
    StorePromise("a postponed report is due again when its time has come") { subject in
      let store = try await subject.open()
      _ = try await store.commit([StoreSamples.batch { $0.reports = [StoreSamples.report(about: .run("run-1"))] }])
      let id = try #require(try await store.waitingReports(at: .distantFuture, limit: 1).first).id
      for minutes: Int64 in [10, 20] { try await store.postponeReport(id, until: StoreSamples.instant(minutes), error: "503") }
      #expect(try await store.waitingReports(at: StoreSamples.instant(19), limit: 9).isEmpty)
      #expect(try await store.waitingReports(at: StoreSamples.instant(20), limit: 9).map(\.attempts) == [2])
      #expect(try await store.outboxState() == OutboxState(count: 1, nextDue: StoreSamples.instant(20)))
    },
    StorePromise("a delivery is remembered until the next") { subject in
      let store = try await subject.open()
      let id = StoreSamples.nightly
      #expect(try await store.lastDelivery(for: id) == nil)
      for (count, outcomeClass) in [(1, Outcome.Class.missed), (2, nil)] {
        let delivered = DeliveredReport(
          schedule: id, outcomeClass: outcomeClass, deliveredAt: StoreSamples.instant(Int64(count)),
          dayStart: StoreSamples.instant(0), countSinceDayStart: count)
        _ = try await store.commit([StoreSamples.batch(count) { $0.reports = [StoreSamples.report(about: .schedule(id))] }])
        let waiting = try #require(try await store.waitingReports(at: .distantFuture, limit: 1).first)
        try await store.removeReport(waiting.id, delivered: delivered)
        #expect(try await store.lastDelivery(for: id) == delivered)
      }
      #expect(try await store.outboxState().count == 0)
      #expect(try await store.lastDelivery(for: StoreSamples.hourly) == nil)
    },
    StorePromise("a report that is taken out undelivered leaves the last delivery") { subject in
      let store = try await subject.open()
      let delivered = DeliveredReport(
        schedule: StoreSamples.nightly, outcomeClass: .success, deliveredAt: StoreSamples.instant(0),
        dayStart: StoreSamples.instant(0), countSinceDayStart: 1)
      let reports = (1...2).map { StoreSamples.report(about: .run("run-\($0)")) }
      _ = try await store.commit([StoreSamples.batch { $0.reports = reports }])
      let waiting = try await store.waitingReports(at: .distantFuture, limit: 9)
      try await store.removeReport(waiting[0].id, delivered: delivered)
      try await store.removeReport(waiting[1].id, delivered: nil)
      #expect(try await store.lastDelivery(for: StoreSamples.nightly) == delivered)
      #expect(try await store.outboxState() == OutboxState(count: 0, nextDue: nil))
    },
  ]
}
