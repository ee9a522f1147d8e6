import Engine
import Scheduling
import Seams
import Synchronization

/// Follows runs to their end, each in a task of its own.
package final class RunTracker: Sendable {
  private struct Following {
    /// Tells it from an earlier one of the same fire.
    let number: Int
    let task: Task<Void, Never>
  }

  private struct State {
    var lastNumber = 0
    var following: [Identifier: Following] = [:]
  }

  private let engine: SchedulerEngine
  private let targets: [Trigger.Kind: any TriggerTarget]
  private let state = Mutex(State())

  package init(engine: SchedulerEngine, targets: [Trigger.Kind: any TriggerTarget]) {
    self.engine = engine
    self.targets = targets
  }

  /// From now on this attempt of the fire is followed, and none before it: what is seen counts for the newest.
  package func follow(_ fire: Fire) {
    guard let target = targets[fire.trigger.kind] else { return }
    state.withLock { state in
      state.following[fire.id]?.task.cancel()
      state.lastNumber += 1
      let number = state.lastNumber
      let task = Task { [engine] in
        for await observation in target.observations(of: fire) {
          guard !Task.isCancelled else { return }
          await engine.handle(observation.event(of: fire.id))
        }
        self.forget(fire.id, number)
      }
      state.following[fire.id] = Following(number: number, task: task)
    }
  }

  /// From now on nobody looks at the fire's run, should it go on.
  package func unfollow(_ fire: Identifier) {
    state.withLock { $0.following.removeValue(forKey: fire)?.task.cancel() }
  }

  /// Stops looking; the runs go on.
  package func stop() {
    state.withLock { state in
      state.following.values.forEach { $0.task.cancel() }
      state.following = [:]
    }
  }

  private func forget(_ id: Identifier, _ number: Int) {
    state.withLock { state in
      if state.following[id]?.number == number { state.following[id] = nil }
    }
  }
}

extension RunObservation {
  fileprivate func event(of fire: Identifier) -> SchedulerEvent {
    guard isUnreachable else { return .runChanged(fire: fire, self) }
    return .runUnreachable(fire: fire, reason ?? Reason("target_away", "its target does not answer"))
  }
}
