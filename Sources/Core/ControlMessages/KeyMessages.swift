/// A key as lists show it: never the key itself.
package struct KeyItem: Codable, Equatable, Sendable {
  package enum State: String, Codable, Sendable { case active, expired, revoked }

  package var id: String
  package var name: String
  package var role: Role
  package var state: State
  package var created: String
  /// Nil: never.
  @ExplicitNull package var expires: String?
  @ExplicitNull package var revoked: String?
  /// To the minute; nil: never.
  @ExplicitNull package var lastUsed: String?

  package init(
    id: String, name: String, role: Role, state: State, created: String, expires: String?, revoked: String?, lastUsed: String?
  ) {
    self.id = id
    self.name = name
    self.role = role
    self.state = state
    self.created = created
    self.expires = expires
    self.revoked = revoked
    self.lastUsed = lastUsed
  }

  private enum CodingKeys: String, CodingKey {
    case id, name, role, state, created, expires, revoked
    case lastUsed = "last_used"
  }
}

/// A key that has just been made. It is shown this once.
package struct NewKey: Codable, Equatable, Sendable {
  package var key: String
  package var item: KeyItem

  package init(key: String, item: KeyItem) {
    self.key = key
    self.item = item
  }
}

package struct KeyRequest: Codable, Hashable, Sendable {
  package var name: String
  package var role: Role
  /// Nil: for ever.
  package var expiresInSeconds: Int?

  package init(name: String, role: Role, expiresInSeconds: Int? = nil) {
    self.name = name
    self.role = role
    self.expiresInSeconds = expiresInSeconds
  }

  private enum CodingKeys: String, CodingKey {
    case name, role
    case expiresInSeconds = "expires_in"
  }
}

package struct KeyRotation: Codable, Hashable, Sendable {
  /// How long the old key stays good beside the new one.
  package var graceSeconds: Int

  package init(graceSeconds: Int) { self.graceSeconds = graceSeconds }

  private enum CodingKeys: String, CodingKey {
    case graceSeconds = "grace"
  }
}

/// What `POST /api/v1/login` gives, in the shape of ZenML's.
package struct LoginToken: Codable, Hashable, Sendable {
  package var accessToken: String
  package var tokenType = "bearer"
  /// Seconds.
  package var expiresIn: Int

  package init(accessToken: String, expiresIn: Int) {
    self.accessToken = accessToken
    self.expiresIn = expiresIn
  }

  private enum CodingKeys: String, CodingKey {
    case accessToken = "access_token"
    case tokenType = "token_type"
    case expiresIn = "expires_in"
  }
}
