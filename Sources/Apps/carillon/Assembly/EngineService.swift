import Engine
import ServiceLifecycle
import Services
import ZenML

/// Stops the engine in order: what is being sent gets its answer, and everything is written.
struct EngineService: Service {
  let engine: SchedulerEngine
  let tracker: RunTracker
  let poller: RunPoller?

  func run() async throws {
    try? await gracefulShutdown()
    tracker.stop()
    await poller?.stop()
    await engine.drain()
  }
}
