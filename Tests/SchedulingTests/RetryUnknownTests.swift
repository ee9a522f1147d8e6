import CivilTime
import Scheduling
import Testing

/// What becomes of a fire of which nobody can say whether it was started.
@Suite struct RetryUnknownTests {
  private func asked(_ retryUnknown: Bool?) throws -> (World, Fire) {
    var world = World("01:59")
    world.open(minutely("0 * * * *", policy: policy { $0.retryUnknown = retryUnknown }))
    let fire = try #require(world.advance(to: "02:00").started.first)
    #expect(world.send(.unclear(fire)).lookedUp == [fire])
    return (world, fire)
  }

  @Test func byDefaultItIsSentAgainUnderItsKey() throws {
    var (world, fire) = try asked(nil)
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    #expect(world.pass(.seconds(1)).started == [fire])
  }

  @Test func whereThatIsNotWantedItIsLost() throws {
    var (world, fire) = try asked(false)
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    #expect(world.story == ["02:00 lost"])
    #expect(world.ledger[0].reason?.code == "retry_unknown")
  }

  @Test func aLostRunIsNotRepeated() throws {
    var (world, fire) = try asked(nil)
    _ = world.send(.lookedUp(fire: fire.id, .settled(.lost, Reason("no_exit_status", "the machine went down"))))
    #expect(world.story == ["02:00 lost"])
  }

  @Test func whereThatIsWantedALostRunIsFollowedByAnother() throws {
    var (world, fire) = try asked(true)
    _ = world.send(.lookedUp(fire: fire.id, .settled(.lost, Reason("no_exit_status", "the machine went down"))))
    #expect(world.send(.clockAdvanced).started.map(\.attempt) == [2])
  }

  /// A second send that is under way when the daemon dies is as much in doubt as the first.
  @Test func aResendIsInDoubtOnceItIsSent() throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *", policy: policy { $0.retryUnknown = false }))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.busy(fire))
    #expect(world.pass(.seconds(1)).started == [fire])
    let effects = world.restart()
    #expect(effects.started.isEmpty)
    #expect(effects.lookedUp.map(\.id) == [fire.id])
  }

  @Test func aPauseDoesNotPretendThatItWasNotStarted() throws {
    var (world, fire) = try asked(nil)
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    _ = world.send(.pause(since: world.now))
    #expect(world.pass(.seconds(60)).started.isEmpty)
    #expect(world.story == ["02:00 lost"])
  }

  @Test func aNewerFireDoesNotStandForIt() throws {
    var world = World("01:59")
    world.open(minutely("* * * * *", policy: policy { $0.retry.backoff = .seconds(60) }))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.advance(to: "02:00:50".today)
    _ = world.send(.unclear(fire))
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    _ = world.advance(to: "02:01")
    #expect(world.story == ["02:00 unknown", "02:01 skipped_overlap"])
  }

  @Test func whatIsRemovedWhileItIsAskedAboutIsNotSent() throws {
    var (world, fire) = try asked(nil)
    _ = world.send(.schedulesRemoved([nightlyID]))
    _ = world.send(.lookedUp(fire: fire.id, .notStarted))
    #expect(world.pass(.seconds(60)).started.isEmpty)
    #expect(world.story == ["02:00 removed"])
  }

  @Test func whatIsCancelledInDoubtIsNotSentAgain() throws {
    var (world, fire) = try asked(nil)
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    _ = world.send(.cancelRequested(fire: fire.id, force: false))
    #expect(world.pass(.seconds(60)).started.isEmpty)
    #expect(world.story == ["02:00 cancelled"])
  }
}
