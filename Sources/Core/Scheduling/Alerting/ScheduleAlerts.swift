/// What a file says about the alerts of one schedule. What it leaves out is as the configuration has it.
///
/// It is told by files only, never written to the store, and changes nothing of when or how the schedule fires.
package struct ScheduleAlerts: Hashable, Sendable {
  /// Names of sinks; nil: those of the configuration.
  package var sinks: [String]?
  package var failed: Bool?
  /// After so many failures in a row.
  package var nth: AlertSetting<Int>?
  package var recovered: Bool?
  package var missed: Bool?
  /// A start that is later than this.
  package var late: AlertSetting<Duration>?
  package var tooLong: AlertSetting<RunLengthLimit>?
  /// Where a dead man's switch is told of start and end: the URL of one check. Whoever knows it can speak for the schedule.
  package var ping: String?
  package var expectation: ModelExpectation?

  package init() {}

  package var isEmpty: Bool { self == ScheduleAlerts() }
}

/// Something that can be switched off.
package enum AlertSetting<Value: Hashable & Sendable>: Hashable, Sendable {
  case off
  case on(Value)

  package var value: Value? {
    switch self {
    case .off: nil
    case .on(let value): value
    }
  }
}

/// From when on a run takes too long.
package enum RunLengthLimit: Hashable, Sendable {
  case duration(Duration)
  /// A part of the time that the schedule gives its runs, from 0 to 1; nothing where it gives them any time.
  case shareOfTimeout(Double)

  /// Nil: a run may take as long as it likes.
  /// - Parameter timeout: what the schedule gives its runs.
  package func duration(timeout: Duration?) -> Duration? {
    switch self {
    case .duration(let duration): duration
    case .shareOfTimeout(let share): timeout.map { $0 * share }
    }
  }
}

/// A run that succeeded should have brought a new version of a model.
package struct ModelExpectation: Hashable, Sendable, Codable {
  /// Name or id, on the ZenML server.
  package var model: String
  /// After the run's end.
  package var within: Duration

  package init(model: String, within: Duration) {
    self.model = model
    self.within = within
  }
}

extension ScheduleDefinition {
  /// How long its runs may take: by its policy, or by its trigger, which alone ends a request that is the run; nil: no limit is known.
  package var runTimeout: Duration? {
    guard let trigger else { return policy.timeout }
    return trigger.runTimeout(policy.timeout)
  }
}

extension Trigger {
  /// - Parameter timeout: by the policy of its schedule.
  func runTimeout(_ timeout: Duration?) -> Duration? {
    if let requestLimit { return requestLimit }
    if let timeout { return timeout }
    guard case .command(let command) = action else { return nil }
    return command.timeoutSeconds.map { .seconds($0) }
  }
}

/// Keeps definitions small: few have alerts of their own.
final class AlertsBox: Hashable, Sendable {
  let alerts: ScheduleAlerts

  init(_ alerts: ScheduleAlerts) { self.alerts = alerts }

  static func == (a: AlertsBox, b: AlertsBox) -> Bool { a === b || a.alerts == b.alerts }
  func hash(into hasher: inout Hasher) { hasher.combine(alerts) }
}
