import Alerts
import CivilTime
import Scheduling

/// How the daemon is, as far as it is a matter for alerts.
package struct AlertConditions: Sendable {
  /// Since when the server does not answer; nil: it does, or there is none.
  package var serverAwaySince: Instant?
  package var serverReason = Reason("server_away", "it does not answer")
  package var targets = TargetStandings()
  /// Why the disk needs attention.
  package var disk: Reason?
  /// Why health is red.
  package var health: Reason?
  /// Those of the three kinds that nobody has looked at since the start: what is open of them stays as it is.
  package var unknown: Set<AlertKind> = []

  package init() {}

  /// What the desk is to hear of: nothing of what is unknown.
  var events: [AlertEvent] {
    let all: [(AlertKind, AlertEvent)] = [
      (.serverUnreachable, .server(awaySince: serverAwaySince, serverReason)), (.disk, .disk(disk)), (.health, .health(health)),
    ]
    return all.filter { !unknown.contains($0.0) }.map(\.1) + [.targets(targets)]
  }
}
