import CivilTime
import Scheduling
import Seams
import Synchronization

/// A target that does what a test says, and remembers what it was asked.
package final class ScriptedTarget: TriggerTarget {
  package typealias Script = @Sendable (Fire) async -> AttemptResult

  private let script: Mutex<Script>
  private let started = Mutex<[Fire]>([])
  private let arrivals: (stream: AsyncStream<Fire>, continuation: AsyncStream<Fire>.Continuation)

  package init(_ script: @escaping Script) {
    self.script = Mutex(script)
    arrivals = AsyncStream.makeStream(of: Fire.self)
  }

  /// Accepts everything, at the time that `clock` shows.
  package convenience init(acceptingAt clock: any WallClock) {
    self.init { _ in .finished(RunObservation(status: "done", outcome: .succeeded), sentAt: clock.now()) }
  }

  /// Every fire that was sent, as often as it was.
  package var fires: [Fire] { started.withLock { $0 } }

  /// Fires as they arrive. For one reader.
  package var arriving: AsyncStream<Fire> { arrivals.stream }

  package func start(_ fire: Fire) async -> AttemptResult {
    started.withLock { $0.append(fire) }
    arrivals.continuation.yield(fire)
    return await script.withLock { $0 }(fire)
  }

  package func lookUp(_ fire: Fire) async -> LookUpResult {
    fires.contains { $0.id == fire.id } ? .settled(.lost, Reason("scripted", "the script says no more")) : .notStarted
  }

  package func observations(of fire: Fire) -> AsyncStream<RunObservation> { AsyncStream { $0.finish() } }
}
