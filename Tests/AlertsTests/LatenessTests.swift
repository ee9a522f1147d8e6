import Alerts
import CivilTime
import Scheduling
import Testing

/// How long a late start is told of.
@Suite struct LatenessTests {
  private var drama = DeskDrama { ($0.late, $0.reminder) = (.seconds(10), .seconds(60)) }

  private mutating func look(_ rows: LedgerRow...) -> [String] {
    drama.handle(.underWay(rows.map { FireUnderWay($0, nil, timeout: nil) }))
  }

  /// A fire that has waited for longer than is wanted, which was told.
  private mutating func late() -> LedgerRow {
    let row = drama.row(.waiting)
    drama.now = row.due.advanced(by: .seconds(11))
    #expect(look(row) == ["late -> ops"])
    return row
  }

  @Test mutating func ofAFireThatWasStartedNobodyIsReminded() throws {
    var row = late()
    drama.now = row.due.advanced(by: .seconds(75))
    #expect(look(row) == ["late again -> ops"], "it waits still")
    (row.outcome, row.sentAt) = (.started, row.due.advanced(by: .seconds(90)))
    drama.now = row.due.advanced(by: .seconds(3600))
    #expect(look(row) == [])
    let sentence = try #require(drama.desk.openAlerts.first).alert.sentence
    #expect(sentence == "nightly, due at \(row.due.iso8601), was started 90 s late")
    row.outcome = .succeeded
    #expect(drama.handle(.ended(row, nil)) == [])
    #expect(look() == [])
    #expect(drama.wait(.seconds(3600)) == [])
    drama.restart()
    #expect(look() == [])
    #expect(drama.wait(.seconds(3600)) == [])
    #expect(drama.desk.openAlerts.map(\.alert.sentence) == [sentence], "until one is in time")
  }

  /// It was gone between two looks; what became of it is heard last.
  @Test mutating func itsEndAloneSaysSoToo() throws {
    var row = late()
    #expect(look() == [])
    #expect(drama.wait(.seconds(3600)) == [])
    (row.outcome, row.sentAt) = (.succeeded, row.due.advanced(by: .seconds(30)))
    #expect(drama.handle(.ended(row, nil)) == [])
    let sentence = try #require(drama.desk.openAlerts.first).alert.sentence
    #expect(sentence == "nightly, due at \(row.due.iso8601), was started 30 s late")
  }

  @Test mutating func ofAFireThatNeverStartsNobodyIsReminded() {
    var row = late()
    row.outcome = .coalesced
    #expect(drama.handle(.ended(row, nil)) == [])
    #expect(drama.wait(.seconds(3600)) == [])
    let next = drama.row(.waiting)
    #expect(look(next) == ["late again -> ops"], "the one that took its place waits as long")
  }

  @Test mutating func thatEachIsLateIsToldAgainWithOneOfThem() {
    #expect(drama.ends(.succeeded, late: .seconds(20)) == ["late -> ops"])
    #expect(drama.ends(.succeeded, late: .seconds(20)) == [])
    #expect(drama.wait(.seconds(3600)) == [])
    #expect(drama.ends(.succeeded, late: .seconds(20)) == ["late again -> ops"])
    #expect(drama.wait(.seconds(3600)) == [])
  }

  @Test mutating func noneIsEverInTimeWhereNothingIsDueAnyMore() {
    var row = late()
    #expect(drama.handle(.schedulesEnded([DeskDrama.schedule])) == [])
    #expect(drama.desk.openAlerts.count == 1, "it waits still")
    (row.outcome, row.sentAt) = (.started, drama.now)
    #expect(look(row) == [])
    #expect(drama.handle(.schedulesEnded([DeskDrama.schedule])) == [])
    #expect(drama.desk.openAlerts.isEmpty)
    #expect(look(row) == [], "it is not told anew while it runs")
    #expect(look() == [])
    #expect(drama.desk.memory.causes.isEmpty)
  }
}
