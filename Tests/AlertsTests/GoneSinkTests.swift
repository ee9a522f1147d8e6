import Alerts
import CivilTime
import Scheduling
import Testing

/// Sinks that are not in the configuration any more after a restart.
struct GoneSinkTests {
  private var drama = DeskDrama()

  @Test mutating func whatIsOpenIsToldToTheSinkInTheirPlace() {
    #expect(drama.ends(.failed) == ["failed -> ops"])
    drama.desk.delivered(1, at: drama.now)
    drama.restart { $0.sinks = ["chat"] }
    drama.restart()
    #expect(drama.ends(.failed) == [], "not before all that an earlier life left is heard")
    #expect(drama.wait(.seconds(1)) == ["failed again -> chat"])
    #expect(drama.wait(.seconds(86_399)) == [])
    #expect(drama.wait(.seconds(1)) == ["failed again -> chat"])
    #expect(drama.ends(.succeeded) == ["recovered -> chat"])
  }

  @Test mutating func itIsToldWithoutRemindersToo() {
    drama = DeskDrama { $0.reminder = nil }
    _ = drama.ends(.failed)
    drama.restart { $0.sinks = ["chat"] }
    #expect(drama.wait(.seconds(1)) == ["failed again -> chat"])
  }

  @Test mutating func whatIsOverByThenIsToldToBeOver() {
    #expect(drama.ends(.failed) == ["failed -> ops"])
    drama.restart { $0.sinks = ["chat"] }
    #expect(drama.ends(.succeeded) == ["recovered -> chat"])
    #expect(drama.wait(.seconds(1)) == [])
  }

  @Test mutating func aConditionIsToldWhenItIsHeardOfAgain() {
    let nearlyFull = Reason("disk_nearly_full", "little is left")
    #expect(drama.handle(.disk(nearlyFull)) == ["disk -> ops"])
    drama.restart { $0.sinks = ["chat"] }
    #expect(drama.wait(.seconds(1)) == [], "nobody knows yet")
    #expect(drama.handle(.disk(nearlyFull)) == [])
    #expect(drama.wait(.seconds(1)) == ["disk again -> chat"])
    #expect(drama.handle(.disk(nil)) == ["recovered -> chat"])
  }

  @Test mutating func whereOneIsLeftThatWasToldNothingIsToldTwice() {
    drama = DeskDrama { $0.sinks = ["ops", "team"] }
    #expect(drama.ends(.failed) == ["failed -> ops", "failed -> team"])
    drama.restart { $0.sinks = ["chat", "team"] }
    #expect(drama.wait(.seconds(1)) == [])
    #expect(drama.ends(.succeeded) == ["recovered -> chat", "recovered -> team"])
  }

  @Test mutating func aScheduleThatNamesItsSinkKeepsToThat() {
    drama = DeskDrama { $0.sinks = ["ops", "team"] }
    var own = ScheduleAlerts()
    own.sinks = ["team"]
    #expect(drama.ends(.failed, own) == ["failed -> team"])
    own.sinks = ["night"]
    drama.restart(own) { $0.sinks = ["ops", "night"] }
    #expect(drama.wait(.seconds(1)) == ["failed again -> night"])
  }

  @Test mutating func whatWaitedForItIsGivenUpAndAccountedFor() throws {
    drama = DeskDrama { $0.recovered = false }
    _ = drama.ends(.failed)
    _ = drama.ends(.succeeded)
    let found = drama.now.iso8601
    drama.restart { $0.sinks = ["chat"] }
    let account = try #require(drama.desk.due(at: drama.now).first)
    let words = "1 earlier alert was given up, for the sink ops is not in the configuration any more, from \(found) to \(found): 1 failed"
    #expect(account.sink == "chat" && account.alert.code == "given_up" && account.alert.sentence == words)
    #expect(drama.desk.memory.waiting.count == 1 && drama.desk.memory.notes.sinks["ops"] == nil)
    let notices = drama.desk.takeNotices()
    #expect(notices.map(\.sink) == ["ops"] && notices.map(\.sentence) == [words])
    drama.restart()
    #expect(drama.desk.memory.waiting.count == 1, "once")
  }

  @Test mutating func whatWasHeldBackFromItIsAccountedForToo() throws {
    drama = DeskDrama { $0.perMinute = 1 }
    #expect(drama.ends(.failed, schedule: 1) == ["failed -> ops"])
    drama.desk.delivered(1, at: drama.now)
    let minute = drama.now.iso8601
    for schedule in UInt64(2)...4 { #expect(drama.ends(.failed, schedule: schedule) == []) }
    drama.restart { $0.sinks = ["chat"] }
    let account = try #require(drama.desk.memory.waiting.values.first { $0.alert.code == "given_up" })
    #expect(
      account.alert.sentence
        == "3 earlier alerts were given up, for the sink ops is not in the configuration any more, from \(minute) to \(minute): 3 failed")
    #expect(account.sink == "chat" && account.alert.count == 3 && drama.desk.memory.notes.sinks["ops"] == nil)
  }

  @Test mutating func anExpectedModelIsMissedBySomebody() {
    var own = ScheduleAlerts()
    own.expectation = ModelExpectation(model: "churn", within: .seconds(600))
    let row = drama.row(.succeeded)
    _ = drama.handle(.ended(row, own))
    drama.restart(own) { $0.sinks = ["chat"] }
    drama.now = drama.now.advanced(by: .seconds(600))
    #expect(drama.handle(.looked(fire: row.id, .none)) == ["expectation -> chat"])
  }

  @Test mutating func aSinkThatTakesNothingIsToldToTheNewOther() {
    drama = DeskDrama { $0.sinks = ["ops", "team"] }
    _ = drama.ends(.failed)
    drama.desk.failed(1, "no connection", isRefused: false, at: drama.now)
    drama.now = drama.now.advanced(by: .seconds(1800))
    drama.desk.failed(1, "no connection", isRefused: false, at: drama.now)
    #expect(drama.handle(.timePassed) == ["sink_takes_nothing -> team"])
    drama.restart { $0.sinks = ["ops", "night"] }
    #expect(drama.wait(.seconds(1)) == ["sink_takes_nothing -> night"])
  }
}
