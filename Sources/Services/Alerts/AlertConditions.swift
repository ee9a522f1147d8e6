import CivilTime
import Scheduling

/// How the daemon is, as far as it is a matter for alerts.
package struct AlertConditions: Sendable {
  /// Since when the server does not answer; nil: it does, or there is none.
  package var serverAwaySince: Instant?
  package var serverReason = Reason("server_away", "it does not answer")
  /// Why the disk needs attention.
  package var disk: Reason?
  /// Why health is red.
  package var health: Reason?

  package init() {}
}
