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

  /// Spelled out: an oracle shares no code with what it checks.
  var owes: Bool {
    guard revision.definition.record.defect == nil else { return false }
    switch revision.definition.standing {
    case .armed, .paused, .unbound: return true
    case .observed, .invalid: return false
    }
  }
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
