import ControlMessages

/// How what the sources hold differs from what is fired.
package struct SyncContent: Sendable {
  /// Nil without a server.
  package var sync: SyncMessage?
  package var reportsWaiting: Int
  package var drift: [DriftItem]
  package var moreDrift: Int
  /// How many schedules come from where.
  package var sources: [String: Int]

  package init(sync: SyncMessage?, reportsWaiting: Int, drift: [DriftItem], moreDrift: Int = 0, sources: [String: Int]) {
    self.sync = sync
    self.reportsWaiting = reportsWaiting
    self.drift = drift
    self.moreDrift = moreDrift
    self.sources = sources
  }
}

package struct DriftItem: Sendable, Equatable {
  /// `not fired`, `file problem`, `binding without schedule`, `same name twice`, `warning`.
  package var kind: String
  package var subject: String
  package var sentence: String
  package var link: Address?

  package init(kind: String, subject: String, sentence: String, link: Address? = nil) {
    self.kind = kind
    self.subject = subject
    self.sentence = sentence
    self.link = link
  }
}

/// A write that somebody made, as the audit log has it.
package struct AuditLine: Sendable, Equatable {
  package var at: String
  package var who: String
  package var what: String
  package var subject: String
  package var result: String

  package init(at: String, who: String, what: String, subject: String, result: String) {
    self.at = at
    self.who = who
    self.what = what
    self.subject = subject
    self.result = result
  }
}

/// The newest of the audit log's lines.
package struct AuditLines: Sendable, Equatable {
  /// Newest first.
  package var lines: [AuditLine]
  /// How many the log has, with those that are not here.
  package var total: Int

  package init(_ lines: [AuditLine], total: Int) {
    self.lines = lines
    self.total = total
  }
}
