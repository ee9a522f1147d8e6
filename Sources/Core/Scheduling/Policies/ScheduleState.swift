import CivilTime

/// What the scheduler remembers of a schedule beyond its definition and its rows.
package struct ScheduleState: Hashable, Sendable, Codable {
  /// Fires that were really started, manual ones and backfills left out: what `max_runs` counts.
  package var runsStarted = 0
  /// Scheduled fires that failed since the last success.
  package var failuresInARow = 0
  package var pause: Pause?
  package var backfills: [Backfill] = []

  package init() {}

  package static let initial = ScheduleState()

  /// Counts failures in a row.
  /// - Returns: whether the end of `row` counts.
  mutating func noteResult(of row: LedgerRow) -> Bool {
    switch row.outcome.reportClass {
    case .success:
      guard failuresInARow > 0 else { return false }
      failuresInARow = 0
    case .failure where row.outcome != .cancelled: failuresInARow += 1
    default: return false
    }
    return true
  }
}

/// A pause by command, or by the schedule's own policy. Deactivating the record is the source's way to pause.
package struct Pause: Hashable, Sendable, Codable {
  package var since: Instant
  /// Nil: until somebody resumes it.
  package var until: Instant?
  package var reason: Reason
  /// In order; nil: none.
  package var absences: [Absence]?
  /// What was due before it and it has ended; in order, nil: nothing. A replay makes up for that too.
  package var ended: [Instant]?

  package init(since: Instant, until: Instant? = nil, reason: Reason) {
    self.since = since
    self.until = until
    self.reason = reason
  }

  /// More are not told apart.
  package static let absencesLimit = 100
  /// Of more the newest are remembered.
  package static let endedLimit = 100

  /// Nobody answers for what is due in `(after, through]`: a replay does not make up for it.
  package mutating func leaveOut(after: Instant, through: Instant) {
    guard after <= through else { return }
    var known = absences ?? []
    if let last = known.last, after <= last.through || known.count >= Self.absencesLimit {
      known[known.count - 1].through = max(last.through, through)
    } else {
      known.append(Absence(after: after, through: through))
    }
    absences = known
  }

  /// A fire that waited is not started because of it. What is due later is made up for anyway.
  package mutating func noteEnd(of due: Instant) {
    guard due <= since else { return }
    ended = Array(((ended ?? []) + [due]).sorted().suffix(Self.endedLimit))
  }

  /// What a replay leaves out: the absences, and what was due before the pause and between those that it has ended.
  var leftOut: [Absence]? {
    guard let ended else { return absences }
    let next = ended.dropFirst().map { $0.advanced(by: .microseconds(-1)) } + [since]
    return zip(ended, next).map { Absence(after: $0, through: $1) } + (absences ?? [])
  }

  /// A replay makes up for what is due strictly after it.
  var replayedAfter: Instant { ended?.first?.advanced(by: .microseconds(-1)) ?? since }

  /// The schedule is there again: it answers for what is due after `owedFrom`.
  mutating func endAbsence(at owedFrom: Instant) {
    if let last = absences?.indices.last { absences?[last].through = owedFrom }
  }

  /// This pause takes the place of `earlier`: what a replay makes up for begins with the first of pauses that follow each other.
  mutating func follow(_ earlier: Pause) {
    since = min(earlier.since, since)
    (absences, ended) = (earlier.absences, earlier.ended)
  }
}

/// A stretch of a pause in which the schedule was gone, or not in force: nothing was owed. Of a backfill, any that it leaves out.
package struct Absence: Hashable, Sendable, Codable {
  package var after: Instant
  /// Inclusive.
  package var through: Instant

  package init(after: Instant, through: Instant) {
    self.after = after
    self.through = through
  }

  func contains(_ instant: Instant) -> Bool { after < instant && instant <= through }
}

/// Past due instants that somebody wants run now: fires of their own kind, oldest first.
package struct Backfill: Hashable, Sendable, Codable {
  package var id: Identifier
  /// The next instant to start lies strictly after it.
  package var position: Instant
  /// Inclusive.
  package var end: Instant
  /// How many of its fires may be under way.
  package var maxParallel: Int
  /// What was due in them is not started; nil: none.
  package var absences: [Absence]?

  package init(id: Identifier, after position: Instant, through end: Instant, maxParallel: Int = 1, absences: [Absence]? = nil) {
    self.id = id
    self.position = position
    self.end = end
    self.maxParallel = maxParallel
    self.absences = absences
  }

  /// The next instant to start; nil when none is left.
  func next(of due: DueInstants) -> Instant? {
    var next = due.next(after: position)
    while let instant = next, let absence = absences?.first(where: { $0.contains(instant) }) { next = due.next(after: absence.through) }
    return next.flatMap { $0 <= end ? $0 : nil }
  }

  /// The id that an instant has in this backfill.
  package func fireID(due: Instant) -> Identifier { .version5(namespace: id, name: "backfill/\(due.iso8601)") }
}
