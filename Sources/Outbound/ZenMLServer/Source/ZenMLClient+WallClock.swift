import Seams
import ZenML

extension ZenMLClient {
  /// A client that goes by the daemon's clock.
  package init(
    configuration: ZenMLConfiguration, transport: any HTTPTransport, clock: any WallClock, retries: ZenMLRetries = .none
  ) {
    self.init(configuration: configuration, transport: transport, retries: retries, now: { clock.now() })
  }
}
