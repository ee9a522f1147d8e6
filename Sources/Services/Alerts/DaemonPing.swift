import CivilTime
import Logging
import Seams
import ServiceLifecycle

/// Tells a dead man's switch that the daemon does what it promises, for as long as it does: whoever hears nothing any more
/// knows that something is wrong, whatever it is.
package struct DaemonPing: Service {
  let url: String
  let interval: Duration
  let isWell: @Sendable () async -> Bool
  let sender: PingSender
  let clock: any WallClock
  let log: Logger

  /// While it is not well, as before its first look at itself, it is asked again so soon.
  private static let patience: Duration = .seconds(5)

  /// - Parameter isWell: false before the first look. Does not return while the engine is stuck.
  package init(
    url: String, interval: Duration, transport: any HTTPTransport, clock: any WallClock, log: Logger,
    isWell: @escaping @Sendable () async -> Bool
  ) {
    (self.url, self.interval, self.isWell, self.clock, self.log) = (url, interval, isWell, clock, log)
    sender = PingSender(transport: transport, clock: clock)
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      var wasTold = true
      while !Task.isCancelled {
        var pause = min(interval, Self.patience)
        if await isWell() {
          pause = interval
          let problem = await sender.send(Ping(url: url, signal: .success, run: nil, body: ""))
          if let problem, wasTold { log.warning("the daemon's dead man's switch could not be told", metadata: ["problem": "\(problem)"]) }
          wasTold = problem == nil
        }
        await Doorbell().wait(until: clock.now().advanced(by: pause), by: clock)
      }
    }
  }
}
