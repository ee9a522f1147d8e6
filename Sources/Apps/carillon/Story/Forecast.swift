import CivilTime
import Scheduling

/// What will become of an instant that lies ahead, if nothing changes until then: asked of a scheduler of its own, so that
/// policies, calendars and pauses are not told a second time.
struct Forecast: Sendable {
  /// As it will be claimed or written down.
  let row: LedgerRow
  /// When its fire may start; nil when it will not be started.
  let startsAt: Instant?

  /// - Parameter due: a due instant of the schedule.
  /// - Returns: nil when the schedule owes no row for it.
  init?(_ schedule: Schedule, due: Instant, memory: ScheduleState) {
    let before = due.advanced(by: .microseconds(-1))
    let revision = Revision(definition: schedule.definition, number: 1, owedFrom: before)
    var scheduler = Scheduler(limits: .unlimited)
    var state = memory
    state.backfills = []
    let stored = StoredSchedule(revision: revision, coveredUntil: before, latestRow: nil, state: state)
    _ = scheduler.handle(
      .restored([RestoredSchedule(schedule: schedule, stored: stored)], unfinished: [], retired: [:]), at: before)
    var effects = scheduler.handle(.opened, at: before)
    effects += scheduler.handle(.catchUpReleased, at: before)
    guard let row = Self.row(of: due, in: &scheduler, after: effects) else { return nil }
    self.row = row
    let offset = due.advanced(by: .milliseconds(row.details.jitterMilliseconds ?? 0))
    startsAt = row.outcome.isFinal ? nil : max(row.details.notBefore ?? offset, offset)
  }

  /// The end of a pause comes before the instant, its own timer with it or behind it: that many wake-ups are enough.
  private static let wakeUps = 4

  /// Goes from one wake-up to the next, so that no instant behind `due` has its say.
  private static func row(of due: Instant, in scheduler: inout Scheduler, after effects: [SchedulerEffect]) -> LedgerRow? {
    var effects = effects
    for _ in 0..<wakeUps {
      guard let wake = effects.lastWake else { return nil }
      effects = scheduler.handle(.clockAdvanced, at: wake)
      if let row = effects.row(of: due) { return row }
    }
    return nil
  }
}

extension [SchedulerEffect] {
  fileprivate var lastWake: Instant? {
    for case .wake(let instant) in reversed() { return instant }
    return nil
  }

  fileprivate func row(of due: Instant) -> LedgerRow? {
    for case .commit(let batch) in self {
      if let row = (batch.claims + batch.ranges).first(where: { $0.due <= due && due <= $0.dueLast }) { return row }
    }
    return nil
  }
}
