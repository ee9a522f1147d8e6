import CivilTime
import Scheduling

/// A schedule as the core must take it to be.
struct ToldSchedule {
  var definition: ScheduleDefinition
  /// What was told before; the last fires under it are claimed in the turn of the change.
  var previous: ScheduleDefinition?
  var owedFrom: Instant
  var pause: Pause?

  var standing: ScheduleDefinition.Standing { definition.record.defect == nil ? definition.standing : .invalid }

  /// Who takes turns with whom.
  static func group(_ definition: ScheduleDefinition, _ kind: LedgerRow.Kind) -> FireStanding.Group? {
    if let mutex = definition.policy.mutex { return .mutex(mutex) }
    return kind == .backfill || definition.policy.overlap == .allow ? nil : .schedule(definition.id)
  }
}
