import CivilTime
import Scheduling
import Seams
import Synchronization

/// A target that does what a test says, and remembers what it was asked.
///
/// A fire that its script lets start is under way until the test tells its end, or until it is stopped.
package final class ScriptedTarget: TriggerTarget {
  package typealias Script = @Sendable (Fire) async -> AttemptResult
  package typealias LookUpScript = @Sendable (Fire) async -> LookUpResult
  package typealias StopScript = @Sendable (Fire, _ force: Bool) async -> StopResult

  package struct Stop: Hashable, Sendable {
    package let fire: Identifier
    package let force: Bool
  }

  private let script: Script
  private let lookUpScript: LookUpScript?
  private let stopScript: StopScript
  private let state = Mutex(State())
  private let arrivals: (stream: AsyncStream<Fire>, continuation: AsyncStream<Fire>.Continuation)

  private struct State {
    var started: [Fire] = []
    var stops: [Stop] = []
    var observations: [Identifier: [RunObservation]] = [:]
    var observers: [Identifier: [AsyncStream<RunObservation>.Continuation]] = [:]
  }

  /// - Parameters:
  ///   - lookUp: without one, a fire that was sent is settled as lost, and any other was not started.
  ///   - stop: without one, nothing can be stopped. Once it answers `asked`, the run ends as cancelled.
  package init(
    _ script: @escaping Script, lookUp: LookUpScript? = nil,
    stop: @escaping StopScript = { _, _ in .impossible(Reason("scripted", "the script stops nothing")) }
  ) {
    self.script = script
    lookUpScript = lookUp
    stopScript = stop
    arrivals = AsyncStream.makeStream(of: Fire.self)
  }

  /// Accepts everything, at the time that `clock` shows.
  package convenience init(acceptingAt clock: any WallClock) {
    self.init { _ in .finished(RunObservation(status: "done", outcome: .succeeded), sentAt: clock.now()) }
  }

  /// Every fire that was sent, as often as it was.
  package var fires: [Fire] { state.withLock { $0.started } }

  /// Every stop that was asked for, in order.
  package var stops: [Stop] { state.withLock { $0.stops } }

  /// Fires as they arrive. For one reader.
  package var arriving: AsyncStream<Fire> { arrivals.stream }

  package func start(_ fire: Fire) async -> AttemptResult {
    state.withLock { $0.started.append(fire) }
    arrivals.continuation.yield(fire)
    return await script(fire)
  }

  package func lookUp(_ fire: Fire) async -> LookUpResult {
    if let lookUpScript { return await lookUpScript(fire) }
    return fires.contains { $0.id == fire.id } ? .settled(.lost, Reason("scripted", "the script says no more")) : .notStarted
  }

  package func stop(_ fire: Fire, force: Bool) async -> StopResult {
    state.withLock { $0.stops.append(Stop(fire: fire.id, force: force)) }
    let result = await stopScript(fire, force)
    if result == .asked {
      tell(RunObservation(status: "stopped", outcome: .cancelled, reason: Reason("cancelled", "it was asked to end")), of: fire.id)
    }
    return result
  }

  package func observations(of fire: Fire) -> AsyncStream<RunObservation> {
    let (stream, continuation) = AsyncStream.makeStream(of: RunObservation.self)
    state.withLock { state in
      let told = state.observations[fire.id] ?? []
      for observation in told { continuation.yield(observation) }
      if told.last?.outcome != nil { return continuation.finish() }
      state.observers[fire.id, default: []].append(continuation)
    }
    return stream
  }

  /// Lets whoever follows the fire see this, now or when they come; a final outcome ends the run.
  package func tell(_ observation: RunObservation, of fire: Identifier) {
    state.withLock { state in
      guard state.observations[fire]?.last?.outcome == nil else { return }
      state.observations[fire, default: []].append(observation)
      for observer in state.observers[fire] ?? [] {
        observer.yield(observation)
        if observation.outcome != nil { observer.finish() }
      }
      if observation.outcome != nil { state.observers[fire] = nil }
    }
  }
}
