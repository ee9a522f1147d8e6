import CivilTime
import Scheduling

/// A schedule as it was, or is, in force for the instant that a story is about.
struct StorySubject: Sendable {
  var schedule: Schedule
  var revision: Int
  /// Due instants after this one are answered for.
  var owedFrom: Instant
  /// Every owed instant up to this one has its row.
  var coveredUntil: Instant
  /// Nil for a revision that another has taken the place of, or a schedule that is gone.
  var state: ScheduleStatus.State?
  var reason: Reason?
  var memory = ScheduleState.initial
  /// The schedule as it stands now, whichever revision this is of.
  var isPaused = false
  /// Up to when a schedule that is gone was answered for; nil for one that is there.
  var removed: Instant?

  init(_ status: ScheduleStatus) {
    schedule = status.schedule
    revision = status.revision
    owedFrom = status.owedFrom
    coveredUntil = status.coveredUntil
    state = status.state
    reason = status.reason
    memory = status.memory
    isPaused = status.memory.pause != nil || status.schedule.definition.standing == .paused
  }

  init(_ answering: AnsweringRevision, zoneNamed: (String) -> ZoneRules?, removed: Instant? = nil) {
    schedule = Schedule(answering.revision.definition, zoneNamed: zoneNamed)
    revision = answering.revision.number
    owedFrom = answering.revision.owedFrom
    coveredUntil = answering.through
    reason = schedule.definition.reason
    self.removed = removed
  }

  var definition: ScheduleDefinition { schedule.definition }

  /// What the rule has made due that Carillon answers for; nil for what follows another schedule, or is invalid.
  func newestOwed(by now: Instant) -> Instant? {
    guard let due = schedule.due?.previous(before: now.advanced(by: .microseconds(1))), due > owedFrom else { return nil }
    return due
  }

  /// `invalid: …`; nil for what is armed, or is not in force any more.
  var standingWords: String? {
    guard let state, state != .armed else { return nil }
    return state.rawValue + (reason.map { ": \($0.sentence)" } ?? "")
  }

  /// True when the schedule was gone by then: a revision that another has taken the place of answers for no such instant.
  func isRemoved(at instant: Instant) -> Bool { state == nil && instant > coveredUntil }
}

/// How old what is known of the source is.
struct SourceAge: Sendable {
  /// Nil without a server.
  var server: String?
  var lastSync: Instant?
  var error: String?
}
