import ControlMessages
import Scheduling

/// Who may write which local schedule.
///
/// An admin may write what a file may say. Everybody else may write what a binding on the server may say, for both come from
/// outside of this machine; and nobody else may change what an admin alone could have written.
struct LocalScheduleRules: Sendable {
  let bindings: ServerBindingRules

  /// Why a caller of that role may not write the trigger; nil when they may.
  func refusal(of trigger: Scheduling.Trigger, by role: Role?) -> String? {
    guard role != .admin else { return nil }
    if case .command = trigger.action { return "it runs a command on this machine" }
    return bindings.refusal(of: trigger)
  }
}
