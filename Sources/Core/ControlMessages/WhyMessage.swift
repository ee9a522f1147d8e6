/// The story of one instant of a schedule.
package struct WhyMessage: Codable, Sendable, Equatable {
  package enum Verdict: String, Codable, Sendable, CaseIterable {
    /// The ledger has a row for it.
    case recorded
    /// It lies ahead, or jitter puts its start off until later.
    case ahead
    /// The schedule is not due then.
    case notDue = "not_due"
    /// It was due before Carillon answered for the schedule.
    case beforeOwed = "before_owed"
    /// Its row may have been deleted.
    case behindHorizon = "behind_horizon"
    /// The schedule's state owes no row.
    case notOwed = "not_owed"
    /// The schedule was removed before it.
    case removed
    /// It is being written down just now.
    case beingSettled = "being_settled"
    /// It has no row while the ledger cannot be written.
    case unwritten
    /// A row is missing.
    case missing
    /// The schedule never was due, and never will be.
    case neverDue = "never_due"
  }

  package var scheduleID: String
  package var schedule: String
  /// The instant that the story is about; null when there is none.
  @ExplicitNull package var at: String?
  package var verdict: Verdict
  /// One sentence for people.
  package var answer: String
  /// What somebody may want to do about it.
  @ExplicitNull package var advice: String?
  /// From the record to the row, in order.
  package var story: [Step]
  @ExplicitNull package var row: RunItem?
  @ExplicitNull package var previousDue: String?
  @ExplicitNull package var nextDue: String?
  /// Of an instant ahead: when its fire may start.
  @ExplicitNull package var startsAt: String?
  /// When the server was last read; null without a server.
  @ExplicitNull package var lastSync: String?

  package struct Step: Codable, Sendable, Equatable {
    /// `record`, `binding`, `rule`, `zone`, `policy`, `state`, `removed`, `ledger`, `newer`, `upstream`, `sync`, `now` or `alert`.
    package var step: String
    package var text: String

    package init(_ step: String, _ text: String) {
      self.step = step
      self.text = text
    }
  }

  enum CodingKeys: String, CodingKey {
    case schedule, at, verdict, answer, advice, story, row
    case scheduleID = "schedule_id"
    case previousDue = "previous_due"
    case nextDue = "next_due"
    case startsAt = "starts_at"
    case lastSync = "last_sync"
  }

  package init(
    scheduleID: String, schedule: String, at: String?, verdict: Verdict, answer: String, advice: String? = nil, story: [Step],
    row: RunItem? = nil, previousDue: String? = nil, nextDue: String? = nil, startsAt: String? = nil, lastSync: String? = nil
  ) {
    self.scheduleID = scheduleID
    self.schedule = schedule
    self.at = at
    self.verdict = verdict
    self.answer = answer
    self.advice = advice
    self.story = story
    self.row = row
    self.previousDue = previousDue
    self.nextDue = nextDue
    self.startsAt = startsAt
    self.lastSync = lastSync
  }
}
