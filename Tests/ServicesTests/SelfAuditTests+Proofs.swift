import CivilTime
import Engine
import Scheduling
import Seams
import Services
import TestSupport
import Testing

/// What is proved of the whole ledger.
extension SelfAuditTests {
  @Test func whileTheDaemonRunsItIsNotBelievedHowFarTheLedgerSaysThatItCovers() async throws {
    let (begin, engine) = (clock.now(), try await aged())
    _ = await store.commit([StoreSamples.batch { $0.coveredUntil = [Identifier(high: 0, low: 1): begin] }])
    let (auditor, end) = (LedgerAuditor(store: ForgetfulStore(store), zoneNamed: { _ in nil }), clock.now())
    #expect(try await auditor.audit(from: nil, to: end).instants == 0)
    let ends = await engine.answeringEnds(at: end)
    #expect(try await auditor.audit(from: nil, to: end, answering: ends).faults.map(\.count) == [9])
  }

  @Test func aScheduleThatIsCoveredLessThanOthersIsNamed() async throws {
    let begin = clock.now()
    _ = try await aged()
    let record = ScheduleRecord(id: Identifier(high: 0, low: 2), name: "behind", source: .file, interval: .seconds(60))
    let definition = ScheduleDefinition(record: record, standing: .paused)
    _ = await store.commit([
      StoreSamples.batch {
        $0.revisions = [Revision(definition: definition, number: 1, owedFrom: begin)]
        $0.coveredUntil = [record.id: begin.advanced(by: .seconds(120))]
      }
    ])
    let report = try await LedgerAuditor(store: store, zoneNamed: { _ in nil }).audit(from: nil, to: clock.now())
    #expect(report.behind.map(\.name) == ["behind"])
    #expect(report.behind.map(\.through) == [begin.advanced(by: .seconds(120))])
    #expect(report.behind.map(\.nextDue) == [begin.advanced(by: .seconds(180))])
  }

  /// It crosses many of the stretches in which a long ledger is looked at.
  @Test func aRangeOfThirtyDaysThatCountsWronglyIsFound() async throws {
    let (begin, days) = (clock.now(), Int64(30 * 86_400))
    let record = ScheduleRecord(id: Identifier(high: 0, low: 1), name: "often", source: .file, interval: .seconds(60))
    let definition = ScheduleDefinition(record: record, standing: .paused)
    func faults(count: Int) async throws -> [LedgerAudit.Fault.Kind] {
      let store = InMemoryStore()
      let first = begin.advanced(by: .seconds(60))
      let row = LedgerRow(
        id: Fire.id(schedule: record.id, due: first), kind: .scheduled, scheduleID: record.id, scheduleName: "often", revision: 1,
        due: first, dueLast: begin.advanced(by: .seconds(days)), count: count, outcome: .skippedPaused, claimedAt: begin)
      _ = await store.commit([
        StoreSamples.batch {
          $0.revisions = [Revision(definition: definition, number: 1, owedFrom: begin)]
          $0.ranges = [row]
          $0.coveredUntil = [record.id: row.dueLast]
        }
      ])
      let auditor = LedgerAuditor(store: store, zoneNamed: { _ in nil })
      return try await auditor.audit(from: nil, to: begin.advanced(by: .seconds(days + 60))).faults.map(\.kind)
    }
    #expect(try await faults(count: 30 * 1440) == [])
    #expect(try await faults(count: 7) == [.countDiffers])
  }

  @Test func theWholeLedgerIsProvedFromItsRevisions() async throws {
    _ = try await aged()
    let report = try await LedgerAuditor(store: store, zoneNamed: { _ in nil }).audit(from: nil, to: clock.now().advanced(by: .seconds(1)))
    #expect(report.instants == 10)
    #expect(report.faults.isEmpty)
    let gaps = try await LedgerAuditor(store: ForgetfulStore(store), zoneNamed: { _ in nil }).audit(
      from: nil, to: clock.now().advanced(by: .seconds(1)))
    #expect(gaps.faults.map(\.count) == [10])
  }

  @Test func aProofThatIsToldToStopProvesNothing() async throws {
    _ = try await aged()
    let (auditor, end) = (LedgerAuditor(store: store, zoneNamed: { _ in nil }), clock.now().advanced(by: .seconds(1)))
    let stopped = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await auditor.audit(from: nil, to: end).faults.count
    }
    await #expect(throws: StoreError.self) { try await stopped.value }
  }
}
