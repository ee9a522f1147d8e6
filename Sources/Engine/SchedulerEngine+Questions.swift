import CivilTime
import Scheduling
import Seams

extension SchedulerEngine {
  package var statuses: [ScheduleStatus] { scheduler.statuses }
  /// As they are resolved now, by their ids.
  package var schedules: [Identifier: Schedule] { scheduler.schedules }

  package var overview: ScheduleOverview { scheduler.overview }

  /// What schedules that fire do, of these kinds.
  package func triggers(of kinds: Set<Trigger.Kind>) -> Set<Trigger> { scheduler.triggers(of: kinds) }

  package var firesUnderWay: Int { scheduler.firesUnderWay }

  package var waitingRows: [LedgerRow] { scheduler.waitingRows }

  package var activeRows: [LedgerRow] { scheduler.activeRows }

  /// The row of a fire without a final outcome.
  package func activeRow(_ fire: Identifier) -> LedgerRow? { scheduler.activeRow(fire) }

  /// The rows of those of the fires that have no final outcome.
  package func activeRows(of fires: [Identifier]) -> [Identifier: LedgerRow] {
    fires.reduce(into: [:]) { rows, fire in rows[fire] = scheduler.activeRow(fire) }
  }

  /// Since when the answers of those fires' targets are awaited; nothing for one that is not sent, or was answered.
  package func askedSince(_ fires: [Identifier]) -> [Identifier: Instant] {
    fires.reduce(into: [:]) { asked, fire in asked[fire] = scheduler.askedSince(fire) }
  }

  package func status(of id: Identifier) -> ScheduleStatus? { scheduler.status(of: id) }

  /// Targets that are taken to be down, and that fires wait for.
  package var awayTargets: [TargetName] { scheduler.awayTargets(at: clock.now()) }

  package var targetStandings: TargetStandings { scheduler.targetStandings(at: clock.now()) }

  /// How many fires wait because their target does not answer, for each target.
  package var firesHeldByTargets: [TargetName: Int] { scheduler.firesHeldByTargets }

  /// How many fires wait for limits on what is sent at a time.
  package var firesHeldByLimits: Int { scheduler.firesHeldByLimits }

  /// How many fires under way are new, and wait for being written down.
  package var firesNotWritten: Int {
    batches.reduce(0) { sum, batch in sum + batch.claims.count { scheduler.activeRow($0.id) != nil } }
  }

  /// The earliest due instant whose row waits to be written down; nil: all that was due has its row.
  package var firstUnwritten: Instant? { unwritten.values.lazy.map(\.lowerBound).min() }

  /// The due instants whose rows wait to be written down, by schedule: from the first to the last.
  private var unwritten: [Identifier: ClosedRange<Instant>] {
    batches.reduce(into: [:]) { unwritten, batch in
      for (schedule, instants) in batch.newInstants { unwritten.add(instants, of: schedule) }
    }
  }

  /// What should never be found: see `Scheduler.audit`.
  package func audit(at now: Instant) -> [AuditFinding] { scheduler.audit(at: now) }

  /// See `Scheduler.awaitedAnswers`.
  package var awaitedAnswers: [AwaitedAnswer] { scheduler.awaitedAnswers }

  /// See `Scheduler.unplanned`.
  package func unplanned(among stored: [Identifier]) -> [AuditFinding] { scheduler.unplanned(among: stored) }

  /// What the schedules, as they stand now, owe a row for: see `Scheduler.owed`.
  package func owed(in range: Range<Instant>) -> [OwedInstants] { scheduler.owed(in: range) }

  package var isCatchingUp: Bool { scheduler.isCatchingUp }

  /// Up to where an earlier life has answered for all that was to come; nil: there was none.
  package var earlierCoverage: Instant? { scheduler.earlierCoverage }

  /// What is due now is being decided, and written, just now.
  package static let settlingTime: Duration = .seconds(10)

  /// Up to where each due instant is to have its row by now.
  package func answeringEnds(at now: Instant) -> AnsweringEnds {
    var ends = scheduler.answeringEnds(through: now.advanced(by: .zero - Self.settlingTime))
    ends.unwritten = unwritten
    // The revision that the ledger has in force answers no further than to where the new one takes over.
    for revision in batches.flatMap(\.revisions) {
      ends.earlier[revision.scheduleID] = min(ends[revision.scheduleID], revision.owedFrom)
    }
    return ends
  }

  package var longestJitter: Duration { scheduler.longestJitter }

  // MARK: Requests

  /// Claims a manual fire of the schedule.
  /// - Returns: its row as it will be written.
  package func trigger(_ schedule: Identifier) throws(Declined) -> LedgerRow {
    let fire = Identifier.random()
    return try claimed(fire, by: .triggerRequested(schedule: schedule, fire: fire))
  }

  /// Claims a manual fire that repeats one that has ended: one for ever, for its id follows from the other's.
  package func replay(_ row: LedgerRow) throws(Declined) -> LedgerRow {
    let fire = Identifier.version5(namespace: row.id, name: "replay")
    if let row = scheduler.activeRow(fire) { return row }
    return try claimed(fire, by: .replayRequested(of: row, fire: fire))
  }

  package func backfill(_ schedule: Identifier, _ backfill: Backfill) throws(Declined) {
    try request(.backfillRequested(schedule: schedule, backfill), subject: backfill.id)
  }

  package func cancel(_ fire: Identifier, force: Bool) throws(Declined) {
    try request(.cancelRequested(fire: fire, force: force), subject: fire)
  }

  package func pause(_ schedule: Identifier, until: Instant?, reason: Reason) throws(Declined) {
    try request(.pauseRequested([schedule], Pause(since: clock.now(), until: until, reason: reason)), subject: schedule)
  }

  package func resume(_ schedule: Identifier, replay: Bool) throws(Declined) {
    try request(.resumeRequested([schedule], replay: replay), subject: schedule)
  }

  /// Resolves every schedule anew: the zones' rules have been replaced.
  package func zonesReplaced() {
    let schedules = Schedule.allOnCores(scheduler.statuses.map(\.schedule.definition), zoneNamed: zoneNamed)
    handle(.zonesReplaced(schedules.sorted { $0.id < $1.id }))
  }

  private func claimed(_ fire: Identifier, by event: SchedulerEvent) throws(Declined) -> LedgerRow {
    try request(event, subject: fire)
    guard let row = scheduler.activeRow(fire) else { throw Declined(reason: Reason("gone", "the fire was not accepted")) }
    return row
  }

  private func request(_ event: SchedulerEvent, subject: Identifier) throws(Declined) {
    var refusal: Reason?
    for effect in scheduler.handle(event, at: clock.now()) {
      if case .declined(subject, let reason) = effect { refusal = reason }
      perform(effect)
    }
    if let refusal { throw Declined(reason: refusal) }
  }

  package struct Declined: Error, Sendable {
    package let reason: Reason
  }
}
