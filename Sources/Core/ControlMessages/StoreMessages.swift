/// The body of `POST /api/v1/store/backup`.
package struct BackupRequest: Codable, Sendable, Equatable {
  /// Absolute: the daemon's working directory is not the asker's.
  package var path: String
  package init(path: String) { self.path = path }
}

/// A copy of the store that was made.
package struct BackupMessage: Codable, Sendable, Equatable {
  package var path: String
  package init(path: String) { self.path = path }
}

/// Whether a store is sound, and its ledger complete.
package struct VerifyMessage: Codable, Sendable, Equatable {
  package var path: String
  /// What SQLite finds wrong with the file; empty when it is sound.
  package var damage: [String]
  /// Null when the file is too damaged to be read.
  @ExplicitNull package var audit: AuditMessage?

  package init(path: String, damage: [String], audit: AuditMessage?) {
    self.path = path
    self.damage = damage
    self.audit = audit
  }

  package var isSound: Bool { damage.isEmpty && audit?.faults.isEmpty == true }
}
