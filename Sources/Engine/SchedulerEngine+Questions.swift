import CivilTime
import Scheduling
import Seams

extension SchedulerEngine {
  package var statuses: [ScheduleStatus] { scheduler.statuses }
  package var firesUnderWay: Int { scheduler.firesUnderWay }

  package var waitingRows: [LedgerRow] { scheduler.waitingRows }

  /// The row of a fire without a final outcome.
  package func activeRow(_ fire: Identifier) -> LedgerRow? { scheduler.activeRow(fire) }

  package func status(of id: Identifier) -> ScheduleStatus? { scheduler.status(of: id) }

  /// Claims a manual fire of the schedule.
  /// - Returns: its row as it will be written.
  package func trigger(_ schedule: Identifier) throws(Declined) -> LedgerRow {
    let fire = Identifier.random()
    var refusal: Reason?
    for effect in scheduler.handle(.triggerRequested(schedule: schedule, fire: fire), at: clock.now()) {
      if case .declined(fire, let reason) = effect { refusal = reason }
      perform(effect)
    }
    if let refusal { throw Declined(reason: refusal) }
    guard let row = scheduler.activeRow(fire) else { throw Declined(reason: Reason("gone", "the fire was not accepted")) }
    return row
  }

  package struct Declined: Error, Sendable {
    package let reason: Reason
  }
}
