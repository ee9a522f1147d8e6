import CivilTime
import Scheduling

/// The keys with which programs and people ask over the network; never a key itself.
///
/// Callers may rely on the same as of a `Store`: what was written survives a crash, and a call that throws has written nothing.
package protocol KeyStore: Sendable {
  /// All of them, by name, then by when they were made.
  func keys() async throws(StoreError) -> [StoredKey]
  /// Removes keys, then writes the others, in one transaction; a key with a known id takes the place of the old one.
  func changeKeys(_ changes: KeyChanges) async throws(StoreError)
  /// Notes when keys were last used. Unknown ids are left out; an earlier time than the one that is there, too.
  func noteKeyUse(_ uses: [Identifier: Instant]) async throws(StoreError)
}

/// What is kept of a key. A name can have several: the one in use, and an older one in its days of grace.
package struct StoredKey: Hashable, Sendable {
  package var id: Identifier
  package var name: String
  /// `viewer`, `operator`, `admin`.
  package var role: String
  /// The SHA-256 of the key's text: 32 bytes.
  package var digest: [UInt8]
  package var created: Instant
  /// From then on it is refused; nil: never.
  package var expires: Instant?
  package var revoked: Instant?
  /// To the minute.
  package var lastUsed: Instant?

  package init(
    id: Identifier, name: String, role: String, digest: [UInt8], created: Instant, expires: Instant? = nil, revoked: Instant? = nil,
    lastUsed: Instant? = nil
  ) {
    self.id = id
    self.name = name
    self.role = role
    self.digest = digest
    self.created = created
    self.expires = expires
    self.revoked = revoked
    self.lastUsed = lastUsed
  }
}

package struct KeyChanges: Hashable, Sendable {
  package var removals: [Identifier]
  package var upserts: [StoredKey]

  package init(removals: [Identifier] = [], upserts: [StoredKey] = []) {
    self.removals = removals
    self.upserts = upserts
  }
}
