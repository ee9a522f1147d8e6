import AlertSinks
import Alerts
import CivilTime
import CurlMail
import Engine
import Foundation
import Logging
import SQLiteStorage
import ScheduleFiles
import Scheduling
import Seams
import ServiceLifecycle
import Services
import ZenMLServer

/// Everything that tells people, wired.
struct AlertParts {
  let alerting: Alerting
  let pinger: Pinger
  /// Nil when no dead man's switch is to hear of the daemon.
  let daemonPing: DaemonPing?

  /// - Parameter transport: for what the configuration names; what files name keeps to the egress rules.
  init(
    _ configuration: Configuration, _ health: DaemonHealth, store: SQLiteStore, targets: Targets, instance: Identifier,
    transport: any HTTPTransport, clock: any WallClock, log: Logger
  ) {
    let own = configuration.alerts
    let sinks = own.sinks.map { ($0.name, Self.sink($0, instance: instance.description, transport: transport, clock: clock, log: log)) }
    let models = targets.client.map { ZenMLModelRegistry(client: $0) }
    alerting = Alerting(
      engine: health.engine, store: store, memory: store, rules: own.rules, sinks: Dictionary(sinks) { first, _ in first }, models: models,
      clock: clock, log: log
    ) {
      await health.conditions(leastFreeBytes: own.rules.disk, directory: configuration.stateDirectory)
    }
    pinger = Pinger(
      engine: health.engine, targets: targets.all, transport: EgressGuard(transport, rules: configuration.egress), clock: clock, log: log)
    daemonPing = own.ping.map { ping in
      DaemonPing(url: ping.url.value, interval: ping.interval, transport: transport, clock: clock, log: log) { await health.isWell }
    }
  }

  /// Without the pinger and `alerting`, which are stopped behind the engine.
  var services: [any Service] { [daemonPing].compactMap(\.self) }

  private static func sink(
    _ settings: AlertSinkSettings, instance: String, transport: any HTTPTransport, clock: any WallClock, log: Logger
  ) -> any AlertSink {
    switch settings.way {
    case .webhook(let webhook):
      return WebhookSink(
        url: webhook.url.value, format: webhook.format == .slack ? .slack : .json, secret: webhook.secret?.value, instance: instance,
        transport: transport, clock: clock)
    case .email(let email):
      return EmailSink(server: MailServer(email), from: email.from, to: email.to, instance: instance) { refusals in
        log.warning("a mail server takes no alert for some recipients", metadata: ["sink": "\(settings.name)", "refused": "\(refusals)"])
      }
    case .command(let argv, let timeout):
      return CommandSink(
        argv: argv, timeout: timeout, instance: instance, environment: ProcessInfo.processInfo.environment, clock: clock)
    }
  }
}

extension MailServer {
  fileprivate init(_ email: AlertSinkSettings.Email) {
    let encryption: Encryption =
      switch email.encryption {
      case .starttls: .startTLS
      case .implicit: .implicit
      case .off: .none
      }
    var login: (user: String, password: String)?
    if let user = email.username, let password = email.password { login = (user, password.value) }
    self.init(host: email.host, port: email.port, encryption: encryption, login: login, authoritiesFile: email.authoritiesFile)
  }
}
