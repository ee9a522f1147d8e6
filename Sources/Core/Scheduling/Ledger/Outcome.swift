/// What became of a due instant. The first four are not final.
package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
  /// Written down, nothing sent yet.
  case claimed
  /// To be sent again; the reason says what is waited for.
  case waiting
  case started
  /// Sent, and the answer is lost: to be looked up.
  case unknown

  case succeeded
  case failed
  case cancelled
  case timedOut = "timed_out"
  /// It cannot be learned what became of it.
  case lost
  /// The target will never accept it.
  case rejected
  /// Carried by a later fire.
  case coalesced
  case unbound
  case skippedOverlap = "skipped_overlap"
  /// A fire of another schedule held the mutex.
  case skippedMutex = "skipped_mutex"
  /// It waited longer for its start than it may.
  case skippedMissedDeadline = "skipped_missed_deadline"
  case skippedMisfire = "skipped_misfire"
  case skippedPaused = "skipped_paused"
  case skippedCalendar = "skipped_calendar"
  case skippedMaxRuns = "skipped_max_runs"
  /// The schedule was gone before it could be started.
  case removed

  package var isFinal: Bool {
    switch self {
    case .claimed, .waiting, .started, .unknown: false
    default: true
    }
  }

  /// True when it tells that no target was ever at work on it.
  package var saysNeverStarted: Bool {
    switch self {
    case .coalesced, .unbound, .skippedOverlap, .skippedMutex, .skippedMissedDeadline, .skippedMisfire, .skippedPaused, .skippedCalendar,
      .skippedMaxRuns, .removed:
      true
    case .claimed, .waiting, .started, .unknown, .succeeded, .failed, .cancelled, .timedOut, .lost, .rejected: false
    }
  }

  /// What a reader of reports wants to know first. Nil for what is neither news nor final.
  package enum Class: String, Hashable, Sendable, Codable { case success, failure, missed }

  package var reportClass: Class? {
    switch self {
    case .succeeded: .success
    case .failed, .cancelled, .timedOut, .lost, .rejected: .failure
    case .unbound, .skippedOverlap, .skippedMutex, .skippedMissedDeadline, .skippedMisfire: .missed
    case .claimed, .waiting, .started, .unknown, .coalesced, .skippedPaused, .skippedCalendar, .skippedMaxRuns, .removed: nil
    }
  }
}
