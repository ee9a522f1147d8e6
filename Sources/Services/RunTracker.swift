import Engine
import Scheduling
import Seams
import Synchronization

/// Follows runs to their end, each in a task of its own.
package final class RunTracker: Sendable {
  private let engine: SchedulerEngine
  private let targets: [Trigger.Kind: any TriggerTarget]
  private let following = Mutex<[Identifier: Task<Void, Never>]>([:])

  package init(engine: SchedulerEngine, targets: [Trigger.Kind: any TriggerTarget]) {
    self.engine = engine
    self.targets = targets
  }

  package func follow(_ fire: Fire) {
    guard let target = targets[fire.trigger.kind] else { return }
    following.withLock { following in
      following[fire.id] = Task { [engine] in
        for await observation in target.observations(of: fire) {
          await engine.handle(observation.event(of: fire.id))
        }
        self.forget(fire.id)
      }
    }
  }

  /// Stops looking; the runs go on.
  package func stop() {
    following.withLock { following in
      following.values.forEach { $0.cancel() }
      following = [:]
    }
  }

  private func forget(_ id: Identifier) {
    following.withLock { $0[id] = nil }
  }
}

extension RunObservation {
  fileprivate func event(of fire: Identifier) -> SchedulerEvent {
    guard isUnreachable else { return .runChanged(fire: fire, self) }
    return .runUnreachable(fire: fire, reason ?? Reason("target_away", "its target does not answer"))
  }
}
