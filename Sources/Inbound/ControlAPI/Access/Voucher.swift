import Scheduling

/// What stands behind a session: when it no longer holds, the session ends.
package enum Voucher: Sendable {
  /// The daemon's user or root, on the socket or by a one-time link that was made there: holds until the session is over.
  case machine
  /// A key of ours, for as long as it is in force.
  case key(Identifier)
  /// A token of the ZenML server, for as long as that takes it, and its user has the name and role with which they were let in.
  case user(token: String, of: Caller)
}

extension Voucher: CustomStringConvertible, CustomReflectable {
  /// Without the token.
  package var description: String {
    switch self {
    case .machine: "machine"
    case .key(let id): "key \(id)"
    case .user: "user"
    }
  }

  package var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
