import Alerts
import CivilTime
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
    #expect(drama.desk.memory.waiting.isEmpty)
    #expect(drama.desk.memory.notes.sinks["ops"]?.lost == 1)
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

  @Test mutating func aSinkThatIsNotConfiguredAnyMoreTakesNothing() {
    _ = drama.ends(.failed)
    var rules = drama.desk.rules
    rules.sinks = ["new"]
    let desk = AlertDesk(rules: rules, memory: drama.desk.memory)
    #expect(desk.due(at: drama.now) == [])
  }
}
