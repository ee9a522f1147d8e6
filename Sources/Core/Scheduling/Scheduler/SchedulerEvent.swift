import CivilTime

/// Everything that can happen to the scheduler.
package enum SchedulerEvent: Sendable {
  /// What an earlier life of the daemon left. Comes first, once.
  case restored([RestoredSchedule], unfinished: [LedgerRow], retired: [Identifier: RetiredSchedule])
  /// Schedules that are new or may have changed; those that have not are recognised.
  case schedulesChanged([ScheduleChange])
  case schedulesRemoved([Identifier])
  /// The schedules are known: from now on they fire.
  case opened
  /// The source has been asked: what was missed while the daemon was down may be started, and what follows an end.
  case catchUpReleased
  /// The wake-up that was asked for, or a step of the clock.
  case clockAdvanced
  /// The clock was set: it shows by so much more than the time that has passed. A suspended machine's time has passed.
  case clockStepped(by: Duration)
  /// A batch is durable. `refused` were in the ledger already.
  case committed(batch: Int, refused: Set<Identifier>)
  /// Somebody wants a fire now, under an id of its own.
  case triggerRequested(schedule: Identifier, fire: Identifier)
  /// Somebody wants a fire repeated that has ended: a manual fire under an id of its own, due at the same instant.
  case replayRequested(of: LedgerRow, fire: Identifier)
  /// Somebody wants past instants run. An empty stretch is declined.
  case backfillRequested(schedule: Identifier, Backfill)
  /// Somebody wants a fire ended, wherever it is on its way.
  case cancelRequested(fire: Identifier, force: Bool)
  case pauseRequested([Identifier], Pause)
  /// `replay`: what was due meanwhile is run as a backfill.
  case resumeRequested([Identifier], replay: Bool)
  /// The zones' rules have been replaced: the same definitions, resolved again.
  case zonesReplaced([Schedule])
  case attemptEnded(fire: Identifier, AttemptResult)
  case lookedUp(fire: Identifier, LookUpResult)
  case stopAnswered(fire: Identifier, StopResult)
  /// The state of a run that is followed cannot be learned now.
  case runUnreachable(fire: Identifier, Reason)
  case runChanged(fire: Identifier, RunObservation)
  /// The daemon ends: nothing more is sent. Answers may still come.
  case stopping
  /// The ledger could not be written, or can again: what is claimed meanwhile waits for the disk.
  case ledgerFails(Bool)
}

package struct RestoredSchedule: Sendable {
  package var schedule: Schedule
  package var stored: StoredSchedule

  package init(schedule: Schedule, stored: StoredSchedule) {
    self.schedule = schedule
    self.stored = stored
  }
}

package struct ScheduleChange: Sendable {
  package var schedule: Schedule
  /// Due instants after this one are owed, should this be a new schedule or a new revision.
  package var owedFrom: Instant

  package init(_ schedule: Schedule, owedFrom: Instant) {
    self.schedule = schedule
    self.owedFrom = owedFrom
  }
}
