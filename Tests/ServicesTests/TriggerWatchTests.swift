import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import Services
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct TriggerWatchTests {
  private let clock = VirtualClock(.epoch.advanced(by: .seconds(1_000_000_000)))
  private let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  private let trigger = Trigger.deployment(DeploymentTrigger(deployment: "serve"))

  /// The other side: what it says next, and how often it was asked.
  private final class Server: Sendable {
    let says: Mutex<[String]?>
    let asked = Mutex(0)
    init(_ says: [String]?) { self.says = Mutex(says) }

    func check(_ trigger: Trigger) async -> [String]? {
      asked.withLock { $0 += 1 }
      return says.withLock { $0 }
    }
  }

  private func engine(_ names: String...) async throws -> SchedulerEngine {
    let engine = SchedulerEngine(clock: clock, store: InMemoryStore(), targets: [:], zoneNamed: { _ in nil }, log: log)
    _ = try await engine.restore()
    await engine.open(follow: { _ in })
    for (index, name) in names.enumerated() {
      let record = ScheduleRecord(id: Identifier(high: 0, low: UInt64(index + 1)), name: name, source: .file, interval: .seconds(86_400))
      let schedule = Schedule(ScheduleDefinition(record: record, standing: .armed, trigger: trigger)) { _ in nil }
      await engine.handle(.schedulesChanged([ScheduleChange(schedule, owedFrom: clock.now())]))
    }
    return engine
  }

  private func watch(_ engine: SchedulerEngine, _ server: Server) -> TriggerWatch {
    TriggerWatch(engine: engine, clock: clock, log: log, kinds: [.snapshot, .deployment]) { await server.check($0) }
  }

  @Test func oneQuestionStandsForAllSchedulesOfATrigger() async throws {
    let (engine, server) = (try await engine("a", "b"), Server(["no parameter 'lr'"]))
    let watch = watch(engine, server)
    await watch.look()
    #expect(server.asked.withLock { $0 } == 1)
    for status in await engine.statuses { #expect(watch.problems(of: status) == ["no parameter 'lr'"]) }
    let among = watch.problems(among: await engine.statuses)
    #expect(among.count == (await engine.statuses.count) && among.allSatisfy { $0.problems == ["no parameter 'lr'"] })
  }

  @Test func itIsAskedAgainAfterAnHour() async throws {
    let (engine, server) = (try await engine("a"), Server(["no parameter 'lr'"]))
    let watch = watch(engine, server)
    await watch.look()
    clock.advance(by: .seconds(3599))
    await watch.look()
    #expect(server.asked.withLock { $0 } == 1)
    server.says.withLock { $0 = [] }
    clock.advance(by: .seconds(1))
    await watch.look()
    #expect(watch.problems(of: try #require(await engine.statuses.first)) == [])
    #expect(watch.problems(among: await engine.statuses).isEmpty)
  }

  @Test func anOutageChangesNothingThatIsKnown() async throws {
    let (engine, server) = (try await engine("a"), Server(["no parameter 'lr'"]))
    let watch = watch(engine, server)
    await watch.look()
    server.says.withLock { $0 = nil }
    clock.advance(by: .seconds(3600))
    await watch.look()
    #expect(watch.problems(of: try #require(await engine.statuses.first)) == ["no parameter 'lr'"])
    clock.advance(by: .seconds(300))
    await watch.look()
    #expect(server.asked.withLock { $0 } == 3)
  }
}
