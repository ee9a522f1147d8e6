import Alerts
import CivilTime
import Foundation
import Scheduling
import Testing

/// How much is told, how often, and what survives.
struct DeliveryTests {
  private var drama = DeskDrama()

  @Test mutating func whatLastsIsToldAgainAfterTheReminderInterval() {
    #expect(drama.ends(.failed) == ["failed -> ops"])
    #expect(drama.wait(.seconds(86_399)) == [])
    #expect(drama.wait(.seconds(1)) == ["failed again -> ops"])
    #expect(drama.wait(.seconds(60)) == [])
  }

  @Test mutating func aStormBecomesOneSummary() throws {
    drama = DeskDrama { $0.perMinute = 2 }
    #expect(drama.ends(.failed, schedule: 1) == ["failed -> ops"])
    #expect(drama.ends(.failed, schedule: 2) == ["failed -> ops"])
    for schedule in UInt64(3)...50 { #expect(drama.ends(.failed, schedule: schedule) == []) }
    #expect(drama.wait(.seconds(59)) == [])
    #expect(drama.wait(.seconds(1)) == ["summary -> ops"])
    let summary = try #require(drama.desk.memory.waiting.values.first { $0.alert.kind == .summary })
    #expect(summary.alert.sentence == "48 more alerts came within a minute and are not sent one by one: 48 failed")
    #expect(drama.desk.openAlerts.count == 50, "all of them are open")
    #expect(drama.wait(.seconds(3600)) == [], "one summary is enough")
  }

  @Test mutating func eachSinkIsGivenOneAfterTheOther() {
    drama = DeskDrama { $0.sinks = ["ops", "team"] }
    _ = drama.ends(.failed, schedule: 1)
    _ = drama.ends(.failed, schedule: 2)
    #expect(drama.desk.due(at: drama.now).map(\.number) == [1, 2])
    drama.desk.delivered(1, at: drama.now)
    #expect(drama.desk.due(at: drama.now).map(\.number) == [2, 3])
  }

  @Test mutating func aSinkThatIsDownIsTriedAgainLaterAndLater() {
    _ = drama.ends(.failed)
    drama.desk.failed(1, "no connection", isRefused: false, at: drama.now)
    #expect(drama.desk.due(at: drama.now) == [])
    #expect(drama.desk.nextWake == drama.now.advanced(by: .seconds(1)))
    drama.now = drama.now.advanced(by: .seconds(1))
    drama.desk.failed(1, "no connection", isRefused: false, at: drama.now)
    #expect(drama.desk.nextWake == drama.now.advanced(by: .seconds(2)))
    #expect(drama.desk.memory.notes.sinks["ops"]?.lastError == "no connection")
    drama.desk.delivered(1, at: drama.now)
    #expect(drama.desk.memory.notes.sinks["ops"]?.lastError == nil)
  }

  @Test mutating func aSinkThatAsksForTimeGetsIt() {
    _ = drama.ends(.failed)
    drama.desk.failed(1, "busy", isRefused: false, retryAfter: .seconds(30), at: drama.now)
    #expect(drama.desk.nextWake == drama.now.advanced(by: .seconds(30)))
  }

  @Test mutating func anAlertThatIsADayOldIsGivenUp() {
    drama = DeskDrama { $0.reminder = nil }
    _ = drama.ends(.failed)
    _ = drama.wait(.seconds(86_401))
    #expect(drama.desk.memory.waiting.values.map(\.alert.code) == ["given_up"])
    #expect(drama.desk.memory.notes.sinks["ops"]?.lost == 1)
  }

  @Test mutating func oneThatIsRefusedHoldsUpNoOther() {
    _ = drama.ends(.failed, schedule: 1)
    _ = drama.ends(.failed, schedule: 2)
    drama.desk.failed(1, "status 400", isRefused: true, at: drama.now)
    #expect(drama.desk.due(at: drama.now).map(\.number) == [2])
    drama.desk.delivered(2, at: drama.now)
    #expect(drama.desk.due(at: drama.now) == [])
    #expect(drama.desk.nextWake == drama.now.advanced(by: .seconds(300)))
    drama.now = drama.now.advanced(by: .seconds(300))
    #expect(drama.desk.due(at: drama.now).map(\.number) == [1], "it is tried again when it is old enough")
  }

  @Test mutating func aSinkThatRefusesEverythingIsAskedForOneAtATime() {
    for schedule in UInt64(1)...3 { _ = drama.ends(.failed, schedule: schedule) }
    for number in Int64(1)...3 {
      drama.desk.failed(number, "status 401", isRefused: true, at: drama.now)
      drama.now = drama.now.advanced(by: .seconds(10))
    }
    drama.now = drama.now.advanced(by: .seconds(289))
    #expect(drama.desk.due(at: drama.now) == [], "the last refusal is less than 5 min ago")
    drama.now = drama.now.advanced(by: .seconds(1))
    #expect(drama.desk.due(at: drama.now).map(\.number) == [1])
    drama.desk.failed(1, "status 401", isRefused: true, at: drama.now)
    #expect(drama.desk.due(at: drama.now) == [])
    drama.now = drama.now.advanced(by: .seconds(300))
    #expect(drama.desk.due(at: drama.now).map(\.number) == [2])
    drama.desk.delivered(2, at: drama.now)
    #expect(drama.desk.due(at: drama.now).map(\.number) == [3], "it takes them again")
  }

  @Test mutating func oneThatIsDownIsNotTriedPast() {
    _ = drama.ends(.failed, schedule: 1)
    _ = drama.ends(.failed, schedule: 2)
    drama.desk.failed(1, "no connection", isRefused: false, at: drama.now)
    #expect(drama.desk.due(at: drama.now) == [])
    #expect(drama.desk.nextWake == drama.now.advanced(by: .seconds(1)))
  }

  @Test mutating func aSinkThatTakesNothingIsToldToTheOthers() throws {
    drama = DeskDrama { $0.sinks = ["ops", "team", "night"] }
    _ = drama.ends(.failed)
    drama.desk.failed(1, "no connection", isRefused: false, at: drama.now)
    let since = drama.now.iso8601
    #expect(drama.wait(.seconds(1799)) == [])
    drama.desk.failed(1, "no connection", isRefused: false, at: drama.now)
    #expect(drama.wait(.seconds(1)) == [])
    drama.desk.failed(1, "no route", isRefused: false, at: drama.now)
    #expect(drama.handle(.timePassed) == ["sink_takes_nothing -> team", "sink_takes_nothing -> night"])
    #expect(drama.wait(.seconds(60)) == [])
    let open = try #require(drama.desk.openAlerts.first { $0.alert.kind == .sinkTakesNothing })
    #expect(open.alert.sentence == "the alert sink ops has taken nothing since \(since): no route")
    drama.desk.delivered(1, at: drama.now)
    #expect(drama.wait(.seconds(1)) == ["recovered -> team", "recovered -> night"])
  }

  @Test mutating func aSinkThatFailedBeforeALongerDowntimeIsTriedBeforeAnybodyIsTold() {
    drama = DeskDrama { $0.sinks = ["ops", "team"] }
    _ = drama.ends(.failed)
    drama.desk.failed(1, "no connection", isRefused: false, at: drama.now)
    drama.restart()
    #expect(drama.wait(.seconds(7200)) == [], "nothing was tried meanwhile")
    #expect(drama.desk.due(at: drama.now).map(\.sink) == ["ops", "team"])
    var other = drama
    drama.desk.delivered(1, at: drama.now)
    #expect(drama.wait(.seconds(1)) == [], "it was not told, so that its end is not")
    other.desk.failed(1, "no connection", isRefused: false, at: other.now)
    #expect(other.handle(.timePassed) == ["sink_takes_nothing -> team"])
  }

  @Test func whatAnEarlierReleaseNotedOfASinkIsRead() throws {
    var notes = SinkNotes()
    (notes.failingSince, notes.failures) = (drama.now, 1)
    let text = String(decoding: try JSONEncoder().encode(notes), as: UTF8.self)
    #expect(!text.contains("lastFailure"), "as it was before there was one")
    #expect(try JSONDecoder().decode(SinkNotes.self, from: Data(text.utf8)) == notes)
  }

  @Test mutating func ofAnOnlySinkNobodyIsTold() {
    _ = drama.ends(.failed)
    drama.desk.failed(1, "no connection", isRefused: false, at: drama.now)
    drama.now = drama.now.advanced(by: .seconds(1800))
    drama.desk.failed(1, "no connection", isRefused: false, at: drama.now)
    #expect(drama.handle(.timePassed) == [])
    #expect(drama.desk.openAlerts.map(\.alert.kind) == [.failed])
  }

  @Test mutating func whatWasGivenUpIsSummedUpForTheSinkThatTakesMessagesAgain() throws {
    drama = DeskDrama { $0.reminder = nil }
    _ = drama.ends(.failed, schedule: 1)
    let from = drama.now.iso8601
    drama.now = drama.now.advanced(by: .seconds(60))
    _ = drama.ends(.lost, schedule: 2)
    let until = drama.now.iso8601
    drama.now = drama.now.advanced(by: .seconds(86_000))
    #expect(drama.ends(.failed, schedule: 3) == ["failed -> ops"])
    #expect(drama.wait(.seconds(500)) == [])
    let given = drama.desk.takeNotices()
    #expect(given.map(\.sink) == ["ops"], "one line for all that are too old")
    drama.desk.delivered(3, at: drama.now)
    let summary = try #require(drama.desk.due(at: drama.now).first?.alert)
    let words = "2 earlier alerts were given up, for they could not be delivered here, from \(from) to \(until): 1 failed, 1 missed"
    #expect(summary.sentence == words)
    #expect(summary.kind == .summary && summary.count == 2)
    let told = drama.desk.takeNotices()
    #expect(told.map(\.sentence) == [summary.sentence])
    drama.desk.delivered(4, at: drama.now)
    #expect(drama.desk.memory.waiting.isEmpty, "it is told once")
  }

  @Test mutating func theSummaryOfWhatWasGivenUpIsItselfNeverGivenUp() {
    drama = DeskDrama { $0.reminder = nil }
    _ = drama.ends(.failed)
    #expect(drama.wait(.seconds(86_401)) == ["summary -> ops"])
    #expect(drama.wait(.seconds(86_401)) == [])
    drama.restart()
    #expect(drama.desk.due(at: drama.now).map(\.alert.code) == ["given_up"])
  }

  @Test mutating func whatDoesNotFitIsGivenUpAndLoggedOnce() {
    drama = DeskDrama {
      $0.perMinute = 600
      $0.reminder = nil
    }
    for schedule in UInt64(1)...1200 {
      if schedule % 500 == 0 { drama.now = drama.now.advanced(by: .seconds(60)) }
      _ = drama.ends(.failed, schedule: schedule)
    }
    #expect(drama.desk.memory.waiting.count == 1000)
    #expect(drama.desk.memory.notes.sinks["ops"]?.lost == 200)
    let notices = drama.desk.takeNotices()
    #expect(notices.count == 1)
  }

  @Test mutating func aRestartForgetsNothingAndTellsNothingTwice() {
    #expect(drama.ends(.failed) == ["failed -> ops"])
    drama.restart()
    #expect(drama.desk.due(at: drama.now).count == 1, "what was not delivered still waits")
    #expect(drama.ends(.failed) == [])
    #expect(drama.ends(.succeeded) == ["recovered -> ops"])
  }

  @Test mutating func theSameEndHeardAgainAfterARestartIsNotCountedTwice() {
    let row = drama.row(.failed)
    #expect(drama.handle(.ended(row, nil)) == ["failed -> ops"])
    drama.restart()
    #expect(drama.handle(.ended(row, nil)) == [])
    #expect(drama.desk.openAlerts.map(\.count) == [1])
  }

  @Test mutating func whatCouldNotBeWrittenIsWrittenLater() throws {
    _ = drama.ends(.failed)
    let taken = drama.desk.takeChanges()
    let changes = try #require(taken)
    let nothing = drama.desk.takeChanges()
    drama.desk.putBack(changes)
    let again = drama.desk.takeChanges()
    #expect(nothing == nil && again == changes)
  }
}
