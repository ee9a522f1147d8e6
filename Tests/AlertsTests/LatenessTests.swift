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

  /// Its target has been asked, and has not answered.
  private mutating func look(_ row: LedgerRow, askedSince: Instant) -> [String] {
    drama.handle(.underWay([FireUnderWay(row, nil, timeout: nil, askedSince: askedSince)]))
  }

  private var sentences: [String] { drama.desk.openAlerts.map(\.alert.sentence) }

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

  /// A request that is the run: the ledger is told with its answer, hours later. In doubt, it may have been sent before.
  @Test(arguments: [Outcome.claimed, .unknown]) mutating func ofARequestThatIsAtWorkNobodyIsReminded(_ outcome: Outcome) {
    var row = late()
    row.outcome = outcome
    let sent = row.due.advanced(by: .seconds(12))
    drama.now = row.due.advanced(by: .seconds(21))
    #expect(look(row, askedSince: sent) == [])
    #expect(sentences == ["nightly, due at \(row.due.iso8601), was sent 12 s late"])
    #expect(drama.wait(.seconds(3600)) == [])
    #expect(look(row, askedSince: sent) == [])
    (row.outcome, row.sentAt) = (.succeeded, sent)
    #expect(drama.handle(.ended(row, nil)) == [])
    #expect(sentences == ["nightly, due at \(row.due.iso8601), was started 12 s late"])
    #expect(drama.wait(.seconds(3600)) == [])
  }

  @Test mutating func aRequestThatIsFoundLateAtWorkIsToldOnce() {
    let row = drama.row(.claimed)
    let sent = row.due.advanced(by: .seconds(12))
    drama.now = row.due.advanced(by: .seconds(20))
    #expect(look(row, askedSince: sent) == ["late -> ops"])
    #expect(drama.wait(.seconds(3600)) == [])
    #expect(look(row, askedSince: sent) == [])
    #expect(sentences == ["nightly, due at \(row.due.iso8601), was sent 12 s late"])
  }

  @Test mutating func ofWhatIsDeclinedAndWaitsAgainPeopleAreRemindedAgain() {
    let row = late()
    drama.now = row.due.advanced(by: .seconds(21))
    #expect(look(row, askedSince: row.due.advanced(by: .seconds(12))) == [])
    #expect(drama.handle(.schedulesEnded([DeskDrama.schedule])) == [])
    #expect(drama.wait(.seconds(3600)) == [])
    #expect(look(row) == ["late again -> ops"])
    #expect(sentences == ["nightly, due at \(row.due.iso8601), has not been started 10 s after it was due"])
    #expect(drama.wait(.seconds(60)) == ["late again -> ops"])
    let sentAgain = drama.now
    #expect(look(row, askedSince: sentAgain) == [])
    #expect(drama.wait(.seconds(3600)) == [])
  }

  /// Its earlier life had claimed it in time, and may have sent it.
  @Test mutating func afterARestartNobodyIsRemindedOfItEither() {
    var row = late()
    row.outcome = .claimed
    row.details.mayBeSentSince = row.due
    drama.restart()
    #expect(look(row, askedSince: row.due) == [])
    #expect(drama.wait(.seconds(3600)) == [])
    row.details.mayBeSentSince = nil
    #expect(look(row) == ["late again -> ops"], "it was not sent, after all")
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
