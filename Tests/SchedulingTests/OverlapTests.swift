import CivilTime
import Scheduling
import Testing

@Suite struct OverlapTests {
  @Test func aFireUnderWayKeepsTheNextFromStarting() {
    var world = World("01:59")
    world.open(minutely())
    let fire = world.advance(to: "02:00").started[0]
    _ = world.send(.attemptEnded(fire: fire.id, .started(runID: "r1", sentAt: world.now)))
    #expect(world.advance(to: "02:01").started.isEmpty)
    #expect(world.advance(to: "02:02").started.isEmpty)
    #expect(world.story == ["02:00 started", "02:01…02:02 ×2 skipped_overlap"])
  }

  @Test func whenItHasEndedTheNextStarts() {
    var world = World("01:59")
    world.open(minutely())
    let fire = world.advance(to: "02:00").started[0]
    _ = world.send(.attemptEnded(fire: fire.id, .started(runID: "r1", sentAt: world.now)))
    _ = world.send(.runChanged(fire: fire.id, RunObservation(status: "completed", outcome: .succeeded)))
    #expect(world.advance(to: "02:01").startedDue == ["02:01"])
  }

  @Test func underAllowBothRun() {
    var world = World("01:59")
    world.open(minutely(policy: Policy(overlap: .allow)))
    _ = world.advance(to: "02:00")
    #expect(world.advance(to: "02:01").startedDue == ["02:01"])
  }

  @Test func aFireThatWaitsForItsTargetGivesWayToTheNext() {
    var world = World("01:59")
    world.open(minutely("*/10 * * * *"))
    let away = Reason("no_connection", "connection refused")
    let fire = world.advance(to: "02:00").started[0]
    _ = world.send(.attemptEnded(fire: fire.id, .unavailable(away)))
    #expect(world.advance(to: "02:09:59".today).started == [fire])
    _ = world.send(.attemptEnded(fire: fire.id, .unavailable(away)))
    #expect(world.advance(to: "02:10").startedDue == ["02:10"])
    #expect(world.story == ["02:00 coalesced", "02:10 claimed"])
    #expect(world.ledger[0].carriedBy == world.ledger[1].id)
  }

  @Test func aWaitingFireIsSentAgainWithTheSameIdentity() {
    var world = World("01:59")
    world.open(minutely("0 * * * *"))
    let fire = world.advance(to: "02:00").started[0]
    let wake = world.send(.attemptEnded(fire: fire.id, .unavailable(Reason("no_connection", "refused")))).wake
    #expect(wake == instant("02:00").advanced(by: .seconds(1)))
    #expect(world.advance(to: "02:00:01".today).started == [fire])
  }

  @Test func aTargetThatDeclinesFiveTimesHasFailed() {
    var world = World("01:59")
    world.open(minutely("0 * * * *"))
    var fire = world.advance(to: "02:00").started.first
    for _ in 1..<RetryPolicy.sendsDefault {
      guard let sent = fire else { return #expect(Bool(false), "it was not sent again") }
      _ = world.send(.attemptEnded(fire: sent.id, .retryable(Reason("http_503", "answered 503"))))
      world.now = world.now.advanced(by: .seconds(60))
      fire = world.send(.clockAdvanced).started.first
    }
    guard let last = fire else { return #expect(Bool(false), "it was not sent again") }
    _ = world.send(.attemptEnded(fire: last.id, .retryable(Reason("http_503", "answered 503"))))
    #expect(world.story == ["02:00 failed"])
    #expect(world.ledger[0].reason == Reason("http_503", "answered 503"))
  }
}
