import CivilTime
import Scheduling

/// How far it has heard of the ledger. That changes with every fire, so that it is no reason by itself to write anything down: it goes
/// with what is written down, and `keepMark` asks for it now and then. What was heard between the two had no effect, and may be heard again.
extension AlertDesk {
  /// Ends from now on are to be heard of, in a later life at the latest.
  package mutating func beginHandling(at now: Instant) {
    guard memory.notes.handledUntil == nil else { return }
    (memory.notes.handledUntil, notesChanged) = (now, true)
  }

  /// All that the ledger holds beyond the earlier mark was heard.
  package mutating func begin(at mark: LedgerMark) { memory.notes.mark = mark }

  /// A row was added to the ledger, and all before it.
  package mutating func note(added id: Identifier) { memory.notes.mark?.lastAdded = id }

  /// A fire is under way.
  package mutating func note(underWay id: Identifier) { memory.notes.mark?.underWay.insert(id) }

  mutating func note(handled row: LedgerRow) {
    let end = row.finishedAt ?? row.claimedAt
    memory.notes.handledUntil = max(memory.notes.handledUntil ?? end, end)
    memory.notes.mark?.underWay.remove(row.id)
  }

  /// Has the mark written down, unless it is.
  package mutating func keepMark() {
    if memory.notes.mark != keptMark { notesChanged = true }
  }
}
