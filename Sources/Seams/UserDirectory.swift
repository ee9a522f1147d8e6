import Scheduling

/// Who has an account elsewhere, on a server that knows its users.
///
/// Callers may rely on this: every call asks the server anew and ends; no error holds a token or password.
package protocol UserDirectory: Sendable {
  /// Whose token it is; nil when the server refuses it.
  func user(ofToken token: String) async throws(UserDirectoryError) -> DirectoryUser?
  /// A token for the account, and for how long it is good, where that is known; nil when the server refuses user or password.
  func logIn(username: String, password: String) async throws(UserDirectoryError) -> (token: String, life: Duration?)?
}

package struct DirectoryUser: Hashable, Sendable {
  /// The account's for ever; nobody chooses it.
  package var id: Identifier
  /// What it is called now: its holder may change it, to one that somebody else had.
  package var name: String
  /// A program's account: a user may have the same name.
  package var isServiceAccount: Bool

  package init(id: Identifier, name: String, isServiceAccount: Bool) {
    self.id = id
    self.name = name
    self.isServiceAccount = isServiceAccount
  }
}

/// Nobody can say now.
package struct UserDirectoryError: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}
