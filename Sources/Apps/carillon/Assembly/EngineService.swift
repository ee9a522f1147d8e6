import CivilTime
import Engine
import Seams
import ServiceLifecycle
import Services
import ZenML
import ZenMLServer

/// Stops the engine in order: what is being sent gets its answer, and everything is written.
struct EngineService: Service {
  let engine: SchedulerEngine
  let tracker: RunTracker
  let poller: RunPoller?
  let clock: any WallClock

  /// An answer that takes longer is looked up by the next life. The whole stop has 10 s: others may have taken a part of them, and then
  /// this task is cancelled.
  private static let patience: Duration = .seconds(7)

  func run() async throws {
    try? await gracefulShutdown()
    tracker.stop()
    await poller?.stop()
    await withTaskCancellationHandler {
      await engine.drain(until: clock.now().advanced(by: Self.patience))
    } onCancel: {
      Task { await engine.endDraining() }
    }
  }
}
