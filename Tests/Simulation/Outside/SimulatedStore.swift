import CivilTime
import Scheduling

/// The durable part of a world: what a restart finds. Keeps what the seam `Store` promises; faults are the world's doing.
final class SimulatedStore {
  private struct Known {
    var revision: Revision
    var coveredUntil: Instant
    var state = ScheduleState.initial
    var isRemoved = false

    var retired: RetiredSchedule {
      RetiredSchedule(revision.definition, revision: revision.number, coveredUntil: coveredUntil, state: state)
    }
  }

  private(set) var rows: [Identifier: LedgerRow] = [:]
  private var schedules: [Identifier: Known] = [:]
  /// The scheduled row with the latest due instant.
  private var latest: [Identifier: Identifier] = [:]
  /// The (schedule, due) of scheduled rows.
  private var dues: [Identifier: Set<Instant>] = [:]
  /// Fires without a final outcome.
  private(set) var unfinished: Set<Identifier> = []
  var cache = CatalogCache()
  /// Writes fail before this time: the disk is full.
  var fullUntil = Instant.distantPast

  /// - Returns: the claims that were in the ledger already.
  func write(_ batch: LedgerBatch) -> Set<Identifier> {
    for id in batch.removals { schedules[id]?.isRemoved = true }
    for revision in batch.revisions { put(revision) }
    var refused: Set<Identifier> = []
    for row in batch.claims where !insert(row) { refused.insert(row.id) }
    for row in batch.ranges { _ = insert(row) }
    for row in batch.updates { update(row) }
    for (id, instant) in batch.coveredUntil { schedules[id]?.coveredUntil = instant }
    for (id, state) in batch.states { schedules[id]?.state = state }
    return refused
  }

  func restore(zoneNamed: (String) -> ZoneRules?) -> SchedulerEvent {
    let restored = stored.map { RestoredSchedule(schedule: Schedule($0.revision.definition, zoneNamed: zoneNamed), stored: $0) }
    return .restored(restored, unfinished: unfinishedRows, retired: schedules.filter(\.value.isRemoved).mapValues(\.retired))
  }

  /// The pauses of schedules that are removed.
  var pausesOfRemoved: [Identifier: Pause] { schedules.filter(\.value.isRemoved).compactMapValues(\.state.pause) }

  /// The `max_runs` of schedules that are removed.
  var limitsOfRemoved: [Identifier: Int] {
    schedules.filter(\.value.isRemoved).compactMapValues(\.revision.definition.policy.maxRuns)
  }

  /// The schedules that are not removed, by id.
  var stored: [StoredSchedule] {
    schedules.filter { !$0.value.isRemoved }.sorted { $0.key < $1.key }.map { id, known in
      StoredSchedule(
        revision: known.revision, coveredUntil: known.coveredUntil, latestRow: latest[id].flatMap { rows[$0] }, state: known.state)
    }
  }

  /// Oldest due first.
  var unfinishedRows: [LedgerRow] { unfinished.compactMap { rows[$0] }.sorted { ($0.due, $0.id) < ($1.due, $1.id) } }

  /// Ended fires of schedules, newest due first.
  var finishedFires: [LedgerRow] {
    rows.values.filter { $0.trigger != nil && $0.outcome.isAnEnd }.sorted { ($0.due, $0.id) > ($1.due, $1.id) }
  }

  private func put(_ revision: Revision) {
    let isNew = schedules[revision.scheduleID]?.isRemoved ?? true
    var known = schedules[revision.scheduleID] ?? Known(revision: revision, coveredUntil: revision.owedFrom)
    if isNew { known.coveredUntil = revision.owedFrom }
    known.isRemoved = false
    known.revision = Revision(definition: revision.definition.withoutSecrets, number: revision.number, owedFrom: revision.owedFrom)
    schedules[revision.scheduleID] = known
  }

  /// False when the ledger has the row already.
  private func insert(_ row: LedgerRow) -> Bool {
    if rows[row.id] != nil { return false }
    if row.kind == .scheduled {
      guard dues[row.scheduleID, default: []].insert(row.due).inserted else { return false }
      if latest[row.scheduleID].flatMap({ rows[$0] }).map({ $0.due < row.due }) ?? true { latest[row.scheduleID] = row.id }
    }
    put(row)
    return true
  }

  /// What the claim froze stays.
  private func update(_ row: LedgerRow) {
    guard let old = rows[row.id] else { return }
    var row = row
    row.details = old.details
    put(row)
  }

  private func put(_ row: LedgerRow) {
    rows[row.id] = row
    if row.outcome.isAnEnd { unfinished.remove(row.id) } else { unfinished.insert(row.id) }
  }
}
