import Alerts

extension Configuration {
  /// Who is told what.
  package struct Alerts: Hashable, Sendable {
    package var rules = AlertRules()
    /// By name, in the order of the file.
    package var sinks: [AlertSinkSettings] = []
    /// Nil: no dead man's switch hears of the daemon.
    package var ping: Ping?

    package struct Ping: Hashable, Sendable {
      /// Whoever knows it can speak for the daemon.
      package var url: Secret
      package var interval: Duration
    }

    package init() {}
  }

  /// Half of the shortest period that a switch is usually set to.
  static let pingIntervalDefault: Duration = .seconds(60)
  static let pingIntervalRange: ClosedRange<Duration> = .seconds(10) ... .seconds(86_400)
  static let alertDelayRange: ClosedRange<Duration> = .seconds(1) ... .seconds(30 * 86_400)
  static let nthRange = 2...1000
  static let perMinuteRange = 1...600
  /// A program that tells people of an alert has little to do.
  static let alertCommandTimeoutDefault: Duration = .seconds(30)
  static let alertCommandTimeoutRange: ClosedRange<Duration> = .seconds(1) ... .seconds(600)
  /// Names of sinks are part of addresses, tables and messages.
  static let sinkLimit = 20
}

/// A way by which alerts reach people, as a configuration has it.
package struct AlertSinkSettings: Hashable, Sendable {
  package enum Way: Hashable, Sendable {
    case webhook(Webhook)
    case email(Email)
    case command(argv: [String], timeout: Duration)
  }

  package enum WebhookFormat: String, Hashable, Sendable, CaseIterable { case json, slack }

  package struct Webhook: Hashable, Sendable {
    /// Chat services hide their secret in it.
    package var url: Secret
    package var format: WebhookFormat
    /// Nil: not signed.
    package var secret: Secret?
  }

  package enum Encryption: String, Hashable, Sendable, CaseIterable {
    case starttls, implicit
    /// Of a server on this machine only.
    case off
  }

  package struct Email: Hashable, Sendable {
    package var host: String
    package var port: Int
    package var encryption: Encryption
    package var from: MailAddress
    package var to: [MailAddress]
    package var username: String?
    package var password: Secret?
    package var authoritiesFile: String?
  }

  package var name: String
  package var way: Way
}
