import CivilTime
import Scheduling

/// How far the durable ledger accounts for a schedule.
struct Timeline {
  var revision: Revision
  /// Every owed instant up to here has been checked.
  var cursor: Instant
  var isRemoved = false
  /// The last row, which may grow.
  var last: LedgerRow?

  var owes: Bool { revision.definition.record.defect == nil && revision.definition.standing.owes }
}

struct TurnKey: Hashable {
  let life: Int
  let batch: Int
}

/// What was known when a batch was made.
struct TurnFacts {
  let time: Instant
  /// From when on the core was told that new revisions answer.
  var owedFrom: [Identifier: Instant] = [:]
}
