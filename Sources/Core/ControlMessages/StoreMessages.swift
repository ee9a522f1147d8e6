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

  package var isSound: Bool { damage.isEmpty && audit?.isSound == true }
}

/// A store that was written as text, or made of it.
package struct ExchangeMessage: Codable, Sendable, Equatable {
  /// Of the text that was written; of the store that was made.
  package var path: String
  package var schema: Int
  package var installation: String
  /// By table.
  package var rows: [String: Int]

  package init(path: String, schema: Int, installation: String, rows: [String: Int]) {
    self.path = path
    self.schema = schema
    self.installation = installation
    self.rows = rows
  }

  /// `12 schedules, 345 rows of the ledger`.
  package var words: String {
    let (schedules, ledger) = (rows["schedule"] ?? 0, rows["ledger"] ?? 0)
    return "\(schedules) \(schedules == 1 ? "schedule" : "schedules"), \(ledger) \(ledger == 1 ? "row" : "rows") of the ledger"
  }
}

/// A store that was made of text, and what a check of it found.
package struct ImportMessage: Codable, Sendable, Equatable {
  package var imported: ExchangeMessage
  package var verified: VerifyMessage

  package init(_ imported: ExchangeMessage, verified: VerifyMessage) {
    self.imported = imported
    self.verified = verified
  }

  package var words: String { imported.words }
}

/// A store that was brought to another schema, or would be.
package struct MigrationMessage: Codable, Sendable, Equatable {
  package var path: String
  package var from: Int
  package var to: Int
  /// The store as it was; null when nothing was done.
  @ExplicitNull package var backup: String?
  /// What the other schema cannot hold.
  package var losses: [String]

  package init(path: String, from: Int, to: Int, backup: String?, losses: [String]) {
    self.path = path
    self.from = from
    self.to = to
    self.backup = backup
    self.losses = losses
  }

  package var isNeeded: Bool { from != to }
}
