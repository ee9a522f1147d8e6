import Scheduling
import Seams

/// What whoever watches the daemon asks of the engine: one question, one turn of its queue.
extension SchedulerEngine {
  package struct Figures: Sendable {
    package let tallies: FireTallies
    package let scheduler: SchedulerFigures
    /// Fires that are being sent just now.
    package let sending: Int
    /// Batches that are not durable yet.
    package let batchesWaiting: Int
    /// Why the last attempt to write failed; nil when it did not.
    package let writeProblem: String?
  }

  package var allFigures: Figures {
    Figures(
      tallies: figures.tallies, scheduler: scheduler.figures(at: clock.now()), sending: sending, batchesWaiting: batches.count,
      writeProblem: writeProblem)
  }

  /// False before `open` and while it stops: nothing new is started then.
  package var isFiring: Bool { follow != nil && !isDraining }
}
