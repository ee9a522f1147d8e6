import CivilTime
import Scheduling
import Testing

/// Which calls to targets have not come back.
@Suite struct AwaitedAnswerTests {
  /// Of a fire that was just sent.
  private func sent() throws -> (World, Fire) {
    var world = World("01:59")
    world.open(minutely("0 * * * *"))
    let fire = try #require(world.advance(to: "02:00").started.first)
    return (world, fire)
  }

  @Test func aFireThatIsSentAwaitsItsAnswerUntilItComes() throws {
    var (world, fire) = try sent()
    let awaited = AwaitedAnswer(fire: fire.id, schedule: nightlyID, call: 1, limit: .seconds(3660))
    #expect(world.scheduler.awaitedAnswers == [awaited])
    _ = world.send(.began(fire, at: world.now))
    #expect(world.calls == [])
  }

  @Test func eachQuestionIsACallOfItsOwnAndNoneIsAskedInBetween() throws {
    var (world, fire) = try sent()
    #expect(world.send(.unclear(fire)).lookedUp.map(\.id) == [fire.id])
    #expect(world.calls == [2])
    _ = world.send(.lookedUp(fire: fire.id, .unavailable(Reason("server_away", "no answer"))))
    #expect(world.calls == [])
    #expect(world.pass(.seconds(5)).lookedUp.map(\.id) == [fire.id])
    #expect(world.calls == [3])
  }

  @Test func whatWaitsToBeSentAgainAwaitsNoAnswer() throws {
    var (world, fire) = try sent()
    _ = world.send(.busy(fire))
    #expect(world.calls == [])
    #expect(world.pass(.seconds(5)).started.map(\.id) == [fire.id])
    #expect(world.calls == [2])
  }

  @Test func aDaemonThatEndsCallsNobody() throws {
    var (world, _) = try sent()
    _ = world.send(.stopping)
    #expect(world.calls == [])
  }

  @Test func noTriggerMayTakeLongerThanItsLimit() {
    #expect(Trigger.http(HTTPTrigger(url: "http://127.0.0.1/", timeoutSeconds: 7200)).callLimit == .seconds(10_800))
    #expect(Trigger.command(CommandTrigger(argv: ["true"])).callLimit == .seconds(3720))
    #expect(Trigger.deployment(DeploymentTrigger(deployment: "live")).callLimit == .seconds(10_800))
  }
}

extension World {
  /// The numbers of the calls that have not come back.
  fileprivate var calls: [Int] { scheduler.awaitedAnswers.map(\.call) }
}
