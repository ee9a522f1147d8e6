import CivilTime
import Scheduling
import Testing

/// An hour of a schedule that is due every ten minutes, and what a ledger may say of it.
@Suite struct LedgerAuditTests {
  private let id = Identifier(high: 0, low: 1)
  private var owed: OwedInstants {
    let revision = Revision(definition: minutely("*/10 * * * *"), number: 1, owedFrom: instant("02:00"))
    let answering = AnsweringRevision(revision, through: instant("03:00"))
    guard let owed = answering.owed(in: instant("00:00")..<instant("12:00"), zoneNamed: { _ in nil }) else { fatalError("nothing is owed") }
    return owed
  }

  private func span(_ first: String, _ last: String? = nil, count: Int = 1) -> LedgerSpan {
    LedgerSpan(
      id: .random(), scheduleID: id, revision: 1, due: instant(first), dueLast: instant(last ?? first), count: count, outcome: .succeeded)
  }

  private func faults(_ spans: LedgerSpan...) -> [String] {
    var audit = LedgerAudit()
    audit.check(owed, against: spans)
    return audit.faults.map { "\($0.kind.rawValue) \($0.first.iso8601.dropFirst(11).prefix(5)) ×\($0.count)" }
  }

  @Test func aRevisionOwesWhatIsDueBehindItsStartUpToItsEnd() {
    #expect(owed.instants == ["02:10", "02:20", "02:30", "02:40", "02:50", "03:00"].map(instant))
  }

  @Test func firesAndRangesThatCoverEachInstantOnceAreFaultless() {
    #expect(faults(span("02:10"), span("02:20", "02:50", count: 4), span("03:00")).isEmpty)
  }

  @Test func instantsWithoutARowAreFoundAsOneGap() {
    #expect(faults(span("02:10"), span("02:40"), span("02:50"), span("03:00")) == ["missing 02:20 ×2"])
  }

  @Test func anInstantWithTwoRowsIsFound() {
    #expect(
      faults(span("02:10"), span("02:20", "02:40", count: 3), span("02:40"), span("02:50"), span("03:00")) == ["covered_twice 02:40 ×1"])
  }

  @Test func aRangeThatCountsWronglyIsFound() {
    #expect(faults(span("02:10", "03:00", count: 5)) == ["count_differs 02:10 ×5"])
  }

  /// A long audit looks at a stretch after the other.
  private func faultsOfHalves(_ spans: LedgerSpan...) -> [String] {
    var audit = LedgerAudit()
    for half in [owed.instants.prefix(3), owed.instants.suffix(3)] {
      var stretch = owed
      stretch.instants = Array(half)
      audit.check(stretch, against: spans.filter { $0.due <= stretch.instants[2] && $0.dueLast >= stretch.instants[0] })
    }
    return audit.faults.map { "\($0.kind.rawValue) \($0.first.iso8601.dropFirst(11).prefix(5)) ×\($0.count)" }
  }

  @Test func aRangeThatGoesOnIntoTheNextStretchIsCountedWhereItEnds() {
    #expect(faultsOfHalves(span("02:10", "03:00", count: 6)).isEmpty)
    #expect(faultsOfHalves(span("02:10", "03:00", count: 3)) == ["count_differs 02:10 ×3"])
    #expect(faultsOfHalves(span("02:10"), span("02:20", "02:50", count: 7), span("03:00")) == ["count_differs 02:20 ×7"])
  }

  @Test func ofARangeThatBeginsBeforeTheAuditTheCountIsNotKnown() {
    #expect(faultsOfHalves(span("01:00", "03:00", count: 99)).isEmpty)
  }

  @Test func aGapThatGoesOnIntoTheNextStretchIsOne() {
    #expect(faultsOfHalves(span("02:10"), span("03:00")) == ["missing 02:20 ×4"])
    #expect(faultsOfHalves(span("02:10"), span("02:30"), span("02:50"), span("03:00")) == ["missing 02:20 ×1", "missing 02:40 ×1"])
  }

  @Test func whatJitterPutsOffIsOwedWhenItsTimeHasCome() {
    var world = World("02:00")
    let definition = minutely("*/10 * * * *", policy: policy { $0.jitter = .seconds(300) })
    world.open(definition)
    let come = instant("02:10").advanced(by: definition.jitterOffset)
    #expect(world.scheduler.longestJitter == definition.jitterOffset)
    #expect(world.scheduler.owed(in: instant("02:05")..<come).isEmpty)
    #expect(world.scheduler.owed(in: come..<come.advanced(by: .seconds(1))).map(\.instants) == [[instant("02:10")]])
    #expect(world.scheduler.answeringEnds(through: come.advanced(by: .seconds(-1)))[id] < instant("02:10"))
    #expect(world.scheduler.answeringEnds(through: come)[id] == instant("02:10"))
  }

  @Test func whatWaitsForTheSourcesAnswersForNoMoreThanBefore() {
    var world = World("03:00")
    _ = world.restart(minutely(), coveredUntil: "02:00")
    #expect(world.scheduler.isCatchingUp)
    #expect(world.scheduler.earlierCoverage == instant("02:01").advanced(by: .microseconds(-1)))
    #expect(world.scheduler.owed(in: instant("02:30")..<instant("03:00")).isEmpty)
    #expect(world.scheduler.answeringEnds(through: instant("03:00"))[id] == instant("02:00"))
    _ = world.send(.catchUpReleased)
    #expect(!world.scheduler.isCatchingUp)
    #expect(world.scheduler.owed(in: instant("02:30")..<instant("03:00")).map(\.instants.count) == [30])
    #expect(world.scheduler.answeringEnds(through: instant("03:00"))[id] == instant("03:00"))
  }

  /// Of one that was not due since, its ledger may have said nothing for long.
  @Test func whatAnEarlierLifeHasAnsweredForEndsWhereTheFirstScheduleMissedSomething() {
    var world = World("03:00")
    for (definition, covered) in [(minutely(), "02:00"), (minutely("0 5 * * *", id: 2), "02:30"), (minutely("0 5 * * *", id: 3), "01:00")] {
      world.journal.keep(Revision(definition: definition, number: 1, owedFrom: instant(covered)))
    }
    _ = world.restart()
    #expect(world.scheduler.earlierCoverage == instant("02:01").advanced(by: .microseconds(-1)))
  }

  /// Its row before may be a month old.
  @Test func whatAMonthlyScheduleMissedBeginsWhenItWasToCome() {
    var world = World("03:00")
    let definition = minutely("30 2 21 * *", policy: policy { $0.jitter = .seconds(300) })
    _ = world.restart(definition, coveredUntil: "2026-10-21T02:30:00Z")
    let come = instant("02:30").advanced(by: definition.jitterOffset)
    #expect(world.scheduler.earlierCoverage == come.advanced(by: .microseconds(-1)))
  }

  @Test func aScheduleThatIsPlannedNowhereIsNamedUnlessItWasRemoved() {
    var world = World("02:00")
    let (gone, lost) = (Identifier(high: 0, low: 2), Identifier(high: 0, low: 3))
    world.open(minutely(), minutely(id: 2))
    _ = world.send(.schedulesRemoved([gone]))
    #expect(world.scheduler.unplanned(among: [id, gone, lost]).map(\.schedule) == [lost])
  }

  @Test func whatIsObservedOrInvalidOwesNothing() {
    let revision = Revision(definition: minutely(standing: .observed), number: 1, owedFrom: instant("02:00"))
    #expect(
      AnsweringRevision(revision, through: instant("03:00")).owed(in: instant("00:00")..<instant("12:00"), zoneNamed: { _ in nil })?
        .instants == nil)
  }
}
