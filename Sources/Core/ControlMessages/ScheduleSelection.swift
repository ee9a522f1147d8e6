/// Which schedules a request is for: exactly one of the three is given.
package struct ScheduleSelection: Codable, Sendable, Equatable {
  /// Names or ids.
  @EmptyWhenMissing package var names: [String]
  package var all: Bool
  @ExplicitNull package var tag: String?

  package init(names: [String] = [], all: Bool = false, tag: String? = nil) {
    self.names = names
    self.all = all
    self.tag = tag
  }

  /// What is wrong with it; nil when nothing is.
  package var problem: String? {
    switch (names.isEmpty ? 0 : 1) + (all ? 1 : 0) + (tag == nil ? 0 : 1) {
    case 0: "no schedule is named; give names, --all or --tag"
    case 1: nil
    default: "names, --all and --tag exclude each other"
    }
  }
}

/// The body of `POST /api/v1/pause`.
package struct PauseRequest: Codable, Sendable, Equatable {
  package var selection: ScheduleSelection
  /// ISO 8601; null: until somebody resumes it.
  @ExplicitNull package var until: String?
  @ExplicitNull package var reason: String?

  package init(selection: ScheduleSelection, until: String? = nil, reason: String? = nil) {
    self.selection = selection
    self.until = until
    self.reason = reason
  }
}

/// The body of `POST /api/v1/resume`.
package struct ResumeRequest: Codable, Sendable, Equatable {
  package var selection: ScheduleSelection
  /// What was due meanwhile is run as a backfill.
  package var replay: Bool

  package init(selection: ScheduleSelection, replay: Bool = false) {
    self.selection = selection
    self.replay = replay
  }
}
