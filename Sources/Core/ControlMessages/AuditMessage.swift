/// What an audit of the ledger found.
package struct AuditMessage: Codable, Sendable, Equatable {
  /// The stretch that was looked at: inclusive, exclusive.
  package var from: String
  package var to: String
  /// Older rows may have been deleted; null: none ever was.
  @ExplicitNull package var horizon: String?
  /// How many due instants were recomputed.
  package var instants: Int
  package var faults: [Fault]
  /// Why nothing is said of what is due from `to` on: it has no row yet. Null: all that was due is written.
  @ExplicitNull package var problem: String?
  /// Schedules of which less is proved than up to `to`; null: there is none.
  @ExplicitNull package var behind: [Behind]?

  /// Consecutive due instants that something is wrong with.
  package struct Fault: Codable, Sendable, Equatable {
    /// `missing`, `covered_twice` or `count_differs`.
    package var kind: String
    package var scheduleID: String
    package var schedule: String
    package var revision: Int
    package var first: String
    package var last: String
    package var count: Int

    enum CodingKeys: String, CodingKey {
      case kind, schedule, revision, first, last, count
      case scheduleID = "schedule_id"
    }

    package init(kind: String, scheduleID: String, schedule: String, revision: Int, first: String, last: String, count: Int) {
      self.kind = kind
      self.scheduleID = scheduleID
      self.schedule = schedule
      self.revision = revision
      self.first = first
      self.last = last
      self.count = count
    }
  }

  /// A schedule that was due behind the last instant that is proved of it.
  package struct Behind: Codable, Sendable, Equatable {
    package var scheduleID: String
    package var schedule: String
    /// Inclusive.
    package var through: String
    /// The first due instant behind it, of which nothing is known yet.
    package var nextDue: String

    enum CodingKeys: String, CodingKey {
      case schedule, through
      case scheduleID = "schedule_id"
      case nextDue = "next_due"
    }

    package init(scheduleID: String, schedule: String, through: String, nextDue: String) {
      self.scheduleID = scheduleID
      self.schedule = schedule
      self.through = through
      self.nextDue = nextDue
    }
  }

  package init(from: String, to: String, horizon: String?, instants: Int, faults: [Fault]) {
    self.from = from
    self.to = to
    self.horizon = horizon
    self.instants = instants
    self.faults = faults
    problem = nil
    behind = nil
  }

  /// Each due instant, up to the end that was asked for, has exactly one row.
  package var isSound: Bool { faults.isEmpty && problem == nil }
}
