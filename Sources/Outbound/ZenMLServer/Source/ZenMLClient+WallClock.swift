import Seams
import ZenML

extension ZenMLClient {
  /// A client that goes by the daemon's clock.
  package init(configuration: ZenMLConfiguration, transport: any HTTPTransport, clock: any WallClock) {
    self.init(configuration: configuration, transport: transport, now: { clock.now() })
  }
}
