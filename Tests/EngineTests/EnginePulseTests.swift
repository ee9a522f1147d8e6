import CivilTime
import Dispatch
import Engine
import Foundation
import Logging
import Scheduling
import Seams
import TestSupport
import Testing

/// Whether the engine turns is known also when it does not.
@Suite(.timeLimit(.minutes(5))) struct EnginePulseTests {
  private let engineClock = StickyClock()
  private let clock = VirtualClock(.epoch)

  private func engine() -> SchedulerEngine {
    SchedulerEngine(clock: engineClock, store: InMemoryStore(), targets: [:], zoneNamed: { _ in nil }, log: Logger(label: "test"))
  }

  /// What `beats` answers while time passes.
  private func beats(_ pulse: EnginePulse) async -> Bool {
    let turning = Task { [clock] in
      while !Task.isCancelled {
        clock.advance(by: .seconds(1))
        await Task.yield()
      }
    }
    defer { turning.cancel() }
    return await pulse.beats()
  }

  @Test func anEngineThatTurnsHasAPulse() async {
    #expect(await EnginePulse(engine: engine(), clock: clock).beats())
  }

  @Test func aStuckEngineHasNoneUntilItTurnsAgain() async {
    let engine = engine()
    let pulse = EnginePulse(engine: engine, clock: clock)
    engineClock.stick()
    let turn = Task { await engine.handle(.clockAdvanced) }
    await engineClock.isRead()
    #expect(await !beats(pulse))
    // The question that is open says so at once.
    #expect(await !beats(pulse))
    engineClock.release()
    await turn.value
    _ = await engine.firesUnderWay
    #expect(await pulse.beats())
  }
}

/// A clock that keeps whoever reads it, when it is told to.
private final class StickyClock: WallClock {
  private let clock = VirtualClock(.epoch)
  private let condition = NSCondition()
  // nonisolated(unsafe): read and changed with the condition locked.
  private nonisolated(unsafe) var isStuck = false
  private let readings = AsyncStream.makeStream(of: Void.self)

  func stick() { condition.withLock { isStuck = true } }

  func release() {
    condition.withLock {
      isStuck = false
      condition.broadcast()
    }
  }

  /// Returns when somebody is kept.
  func isRead() async { for await _ in readings.stream { return } }

  func now() -> Instant {
    condition.withLock {
      if isStuck { readings.continuation.yield() }
      while isStuck { condition.wait() }
    }
    return clock.now()
  }

  func elapsed() -> Duration { clock.elapsed() }

  func makeAlarm(on queue: DispatchQueue, handler: @escaping @Sendable () -> Void) -> any Alarm {
    clock.makeAlarm(on: queue, handler: handler)
  }
}
