import CivilTime
import Scheduling
import Testing

/// Since when targets have what they were asked.
@Suite struct AskedTests {
  private func sent(_ world: inout World) throws -> Fire {
    world.open(minutely("0 * * * *"))
    return try #require(world.advance(to: "02:00").started.first)
  }

  @Test func anAnswerIsAwaitedFromTheSendOn() throws {
    var world = World("01:59")
    let fire = try sent(&world)
    _ = world.pass(.seconds(37))
    #expect(world.scheduler.askedSince(fire.id) == instant("02:00"))
    #expect(world.row(of: fire)?.sentAt == nil, "the ledger is told with the answer")
    _ = world.send(.succeeded(fire, at: instant("02:00")))
    #expect(world.scheduler.askedSince(fire.id) == nil)
  }

  @Test func whatWaitsToBeSentAgainAwaitsNoAnswer() throws {
    var world = World("01:59")
    let fire = try sent(&world)
    _ = world.send(.busy(fire, at: world.now))
    #expect(world.scheduler.askedSince(fire.id) == nil)
  }

  @Test func aRequestThatIsTheRunHasTheTimeThatItsTriggerSays() {
    let command = Trigger.command(CommandTrigger(argv: ["/bin/true"]))
    var definition = minutely("0 * * * *", policy: policy { $0.timeout = .seconds(600) }, trigger: command)
    #expect(definition.runTimeout == .seconds(600))
    var request = HTTPTrigger(url: "http://127.0.0.1/")
    request.timeoutSeconds = 50
    definition.trigger = .http(request)
    #expect(definition.runTimeout == .seconds(50))
  }

  @Test func aRunThatHasBegunAwaitsNoAnswer() throws {
    var world = World("01:59")
    let fire = try sent(&world)
    _ = world.send(.began(fire, at: world.now))
    #expect(world.scheduler.askedSince(fire.id) == nil)
  }
}
