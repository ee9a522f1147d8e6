import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import TestSupport
import Testing

/// What an engine makes of a clock that is set.
@Suite(.timeLimit(.minutes(5))) struct ClockTests {
  private let clock = VirtualClock(.epoch.advanced(by: .seconds(1_000_000_020)))
  private let store = InMemoryStore()

  private func hourly(_ target: any TriggerTarget) async throws -> SchedulerEngine {
    let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let engine = SchedulerEngine(clock: clock, store: store, targets: [.http: target], zoneNamed: { _ in nil }, log: log)
    _ = try await engine.restore()
    await engine.open(follow: { _ in })
    await engine.handle(.catchUpReleased)
    let record = ScheduleRecord(id: Identifier(high: 0, low: 1), name: "hourly", source: .file, interval: .seconds(3600))
    let definition = ScheduleDefinition(record: record, standing: .armed, trigger: .http(HTTPTrigger(url: "http://127.0.0.1/")))
    await engine.handle(.schedulesChanged([ScheduleChange(Schedule(definition) { _ in nil }, owedFrom: clock.now())]))
    return engine
  }

  @Test func whatAStepForwardMakesDueIsMadeUpForOnce() async throws {
    let target = ScriptedTarget(acceptingAt: clock)
    let engine = try await hourly(target)
    let rows = await engine.rows()
    clock.step(by: .seconds(5 * 3600))
    let end = await rows.first { $0.outcome == .succeeded }
    #expect(end?.details.missed?.count == 4)
    #expect(target.fires.count == 1)
    #expect(await engine.lastClockStep == ClockStep(at: clock.now(), by: .seconds(5 * 3600)))
  }

  @Test func afterAStepBackNothingFiresASecondTime() async throws {
    let target = ScriptedTarget(acceptingAt: clock)
    let engine = try await hourly(target)
    let rows = await engine.rows()
    var ends = rows.makeAsyncIterator()
    clock.advance(by: .seconds(3600))
    while let row = await ends.next(), !row.outcome.isFinal {}
    clock.step(by: .seconds(-3600))
    clock.advance(by: .seconds(3600))
    // Both hours are over for the engine when it has looked at the next one.
    clock.advance(by: .seconds(3600))
    while let row = await ends.next(), !row.outcome.isFinal {}
    #expect(target.fires.map(\.due.secondsSinceEpoch).sorted() == Set(target.fires.map(\.due.secondsSinceEpoch)).sorted())
    #expect(target.fires.count == 2)
  }

  @Test func timeThatPassesIsNoStep() async throws {
    let target = ScriptedTarget(acceptingAt: clock)
    let engine = try await hourly(target)
    let rows = await engine.rows()
    clock.advance(by: .seconds(3600))
    _ = await rows.first { $0.outcome.isFinal }
    #expect(await engine.lastClockStep == nil)
  }
}
