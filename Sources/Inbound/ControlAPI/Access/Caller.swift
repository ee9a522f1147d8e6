import ControlMessages

/// Who asks, as the audit log names them.
package struct Caller: Hashable, Sendable {
  /// `user 1000`, `key ci`, `zenml alice`: what vouches for them, and their name there.
  package var name: String
  package var role: Role
  /// What the forms of this caller's pages have to send back; nil where no browser's cookie vouches for them.
  package var formToken: String?

  package init(name: String, role: Role, formToken: String? = nil) {
    self.name = name
    self.role = role
    self.formToken = formToken
  }
}
