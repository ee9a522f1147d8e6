import Scheduling

/// What an outcome means to somebody who did not write the scheduler, and what to do about it.
struct OutcomeMeaning: Sendable {
  let sentence: String
  let advice: String

  init(_ outcome: Outcome) { (sentence, advice) = outcome.isFinal ? Self.end(outcome) : Self.underWay(outcome) }

  private static func underWay(_ outcome: Outcome) -> (String, String) {
    switch outcome {
    case .claimed:
      ("it is written down, and is about to be sent", "nothing to do; should it stay so, 'carillon status' says what holds it up")
    case .waiting:
      ("it waits to be started", "nothing to do: it starts by itself when the reason is over; 'carillon cancel' takes it away")
    case .started:
      ("it was started, and its run has not ended yet", "nothing to do; 'carillon cancel' asks the run to end")
    default:
      (
        "it was sent and the answer was lost: its target is being asked whether it was started",
        "nothing to do unless the target stays away; 'carillon status' names targets that do"
      )
    }
  }

  private static func end(_ outcome: Outcome) -> (String, String) { runEnd(outcome) ?? skipped(outcome) }

  /// Nil for what never had a run.
  private static func runEnd(_ outcome: Outcome) -> (String, String)? {
    switch outcome {
    case .succeeded: ("it was started, and its run succeeded", "nothing to do")
    case .failed: ("it was started or sent, and that failed", "look at the run; 'carillon dead-letters replay' runs it again")
    case .cancelled: ("it was ended before its time", "'carillon trigger' or 'carillon backfill' runs it again, if that was not wanted")
    case .timedOut:
      (
        // Its reason says whether it was ended: some runs are left as they are, and some cannot be told to end.
        "its run took longer than it may",
        "find out what slowed it down, or give it a longer timeout; 'carillon dead-letters replay' runs it again"
      )
    case .lost:
      (
        "it may have run, and what became of it cannot be learned",
        "look at the target yourself; then 'carillon dead-letters replay' runs it again, and 'drop' lets it be"
      )
    case .rejected:
      ("its target does not accept it as it is, now or later", "correct the trigger; then 'carillon dead-letters replay' sends it again")
    default: nil
    }
  }

  private static func skipped(_ outcome: Outcome) -> (String, String) {
    let backfill = "'carillon backfill' runs it after all"
    return switch outcome {
    case .coalesced:
      ("it was not started by itself: a later fire of the schedule stands for it", "nothing to do; misfire: all would start each one")
    case .unbound:
      (
        "it was due, and nothing said what to start",
        "bind the schedule in a file, give it carillon.binding on the server, or deploy its pipeline; then \(backfill)"
      )
    case .skippedOverlap:
      (
        "it was not started, because an earlier fire of the schedule was still under way",
        "if runs often take longer than the interval, choose another overlap policy; \(backfill)"
      )
    case .skippedMutex:
      (
        "it was not started, because a fire of another schedule held the mutex that they share",
        "spread the schedules, or take the mutex away; \(backfill)"
      )
    case .skippedMissedDeadline:
      (
        "it was not started, because it would have started later than it may",
        "raise limits or start_deadline if that happens often; \(backfill)"
      )
    case .skippedMisfire:
      ("it was missed, and the schedule's misfire policy does not make up for it", "choose misfire: last or all if it should; \(backfill)")
    case .skippedPaused: ("it was not started, because the schedule was paused", "'carillon resume' lets it fire again; \(backfill)")
    case .skippedCalendar:
      ("it was not started, because a calendar excludes its time", "nothing to do, unless the calendar is wrong; \(backfill)")
    case .skippedMaxRuns:
      ("it was not started, because the schedule has had all the runs that it may have", "raise max_runs if more are wanted")
    default: ("it was not started, because its schedule was removed first", "create the schedule again if that was a mistake")
    }
  }
}
