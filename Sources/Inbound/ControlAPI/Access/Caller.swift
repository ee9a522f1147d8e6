import ControlMessages
import Values

/// Who asks, as the audit log names them.
package struct Caller: Hashable, Sendable {
  /// What vouches for them, as something that nobody chooses, and that stays under another name.
  package enum Account: Hashable, Sendable {
    /// The daemon's user or root, on the socket or by a one-time link that was made there.
    case machine
    /// A key of ours.
    case key(Identifier)
    /// A user or service account of the ZenML server.
    case user(Identifier)
  }

  /// `user 1000`, `key ci`, `zenml alice`, `service account ci`: what vouches for them, and their name there, which others may have too.
  package var name: String
  package let account: Account
  package var role: Role
  /// What the forms of this caller's pages have to send back; nil where no browser's cookie vouches for them.
  package var formToken: String?

  package init(name: String, account: Account, role: Role, formToken: String? = nil) {
    self.name = name
    self.account = account
    self.role = role
    self.formToken = formToken
  }
}

extension Caller.Account: CustomStringConvertible {
  package var description: String {
    switch self {
    case .machine: "machine"
    case .key(let id): "key \(id)"
    case .user(let id): "user \(id)"
    }
  }
}
