import CivilTime
import GRDB
import Scheduling

/// Writes batches of the ledger inside a transaction.
struct BatchWriter {
  private let database: Database
  private let filing: LedgerFiling
  private let insertion: RowInsertion
  private let update: PreparedStatement
  private let settle: PreparedStatement
  private let findFiled: PreparedStatement
  private let triggers: TriggerTexts
  private var addedCount = 0

  init(_ database: Database, filing: LedgerFiling, triggers: TriggerTexts) throws {
    self.database = database
    self.triggers = triggers
    self.filing = filing
    insertion = try RowInsertion(database, Self.insertion)
    update = try PreparedStatement(database, "UPDATE ledger SET due_last = ?, count = ?, \(Self.change)")
    settle = try PreparedStatement(database, "UPDATE ledger SET \(Self.change)")
    findFiled = try PreparedStatement(database, "SELECT sequence FROM filed_id WHERE id = ?")
  }

  /// More rows at once gain little. A number that is taken is no reason to do nothing: that would be a fault of ours.
  private static let insertion = RowInsertion.Form(
    into: "ledger", columns: "sequence, \(LedgerTable.columns)", rowsAtOnce: 16,
    "ON CONFLICT (due, schedule_id) WHERE kind = 'scheduled' DO NOTHING")

  /// What a row is about, and what was frozen in its claim, stays.
  private static let change = """
    outcome = ?, reason_code = ?, reason_sentence = ?, carried_by = ?, \
    sent_at = ?, finished_at = ?, attempt = ?, run_id = ?, run_name = ?, run_status = ? WHERE sequence = ?
    """

  /// Writes one batch. Removals come first: a schedule that is removed and put in one turn has come back.
  /// - Returns: the ids of claims that are in the ledger already.
  mutating func write(_ batch: LedgerBatch) throws -> Set<Identifier> {
    try writeCoverage(ofSchedulesIn: batch)
    try ScheduleTable.remove(batch.removals, database)
    try ScheduleTable.put(batch.revisions, database)
    for revision in batch.revisions { triggers.note(revision, database) }
    let refused = try add(batch.claims)
    _ = try add(batch.ranges)
    // By index: a row that is iterated over is copied, with a reference counted for each of its texts.
    for index in batch.updates.indices { try change(batch.updates[index]) }
    try ScheduleTable.cover(coverageWithoutRows(in: batch), database)
    try ScheduleTable.remember(batch.states, database)
    try ScheduleTable.endRevisions(ofRemoved: batch.removals, database)
    try OutboxTable.put(batch.reports, database)
    return refused
  }

  /// What rows that wait to be filed do not say themselves, and where a removed schedule's last revision ends.
  private func coverageWithoutRows(in batch: LedgerBatch) throws -> [Identifier: Instant] {
    let removed = Set(batch.removals)
    return try batch.coveredUntil.filter { id, instant in
      try removed.contains(id) || filing.coverage(of: id, database).map { $0 < instant } ?? true
    }
  }

  /// Where a revision ends, or a schedule is removed, it counts how far rows cover it.
  private func writeCoverage(ofSchedulesIn batch: LedgerBatch) throws {
    var coverage: [Identifier: Instant] = [:]
    for id in batch.removals + batch.revisions.map(\.scheduleID) { coverage[id] = try filing.coverage(of: id, database) }
    try ScheduleTable.cover(coverage, database)
  }

  /// To be called behind the last batch of a transaction.
  func finish() throws {
    if addedCount > 0 { try InstallationTable.changeRowCount(by: addedCount, database) }
  }

  /// - Returns: the ids of those that are in the ledger already.
  private mutating func add(_ rows: [LedgerRow]) throws -> Set<Identifier> {
    var refused: Set<Identifier> = []
    var group: [Int] = []
    for index in rows.indices {
      if group.count == Self.insertion.rowsAtOnce || group.contains(where: { rows[$0].id == rows[index].id }) {
        try insert(rows, group, &refused)
        group.removeAll(keepingCapacity: true)
      }
      if try has(rows[index]) { refused.insert(rows[index].id) } else { group.append(index) }
    }
    if !group.isEmpty { try insert(rows, group, &refused) }
    return refused
  }

  /// The id of a scheduled row follows from its schedule and its instant, of which an index tells whether there is a row.
  private func has(_ row: LedgerRow) throws -> Bool {
    try (row.kind == .scheduled ? filing.sequence(of: row.id, database) : sequence(of: row.id)) != nil
  }

  /// - Parameter group: the indices of rows with different ids.
  private mutating func insert(_ rows: [LedgerRow], _ group: [Int], _ refused: inout Set<Identifier>) throws {
    let first = try filing.takeSequences(group.count, database)
    let count = try insertion.run(group.indices) { [triggers, database] offset, binder in
      binder.bind(first + Int64(offset))
      try triggers.withText(of: rows[group[offset]], database) { try rows[group[offset]].bindAll(to: &binder, triggerText: $0) }
    }
    addedCount += count
    let added = count < group.count ? try addedSequences(from: first) : nil
    for offset in group.indices {
      let sequence = first + Int64(offset)
      if added?.contains(sequence) ?? true {
        filing.add(rows[group[offset]], sequence: sequence, database)
      } else {
        refused.insert(rows[group[offset]].id)
      }
    }
  }

  private func addedSequences(from first: Int64) throws -> Set<Int64> {
    var found: Set<Int64> = []
    try PreparedStatement(database, "SELECT sequence FROM ledger WHERE sequence >= ?").forEachRow(of: "ledger", { $0.bind(first) }) {
      found.insert(try $0.next())
    }
    return found
  }

  private func change(_ row: LedgerRow) throws {
    guard let sequence = try sequence(of: row.id) else { return }
    // Of a fire, how many instants it covers does not change, nor need the index of ranges be looked at.
    guard row.dueLast > row.due else {
      return try settle.run { row.bindEnd(to: &$0, sequence: sequence) }
    }
    try update.run { row.bindChanges(to: &$0, sequence: sequence) }
    filing.change(row, database)
  }

  private func sequence(of id: Identifier) throws -> Int64? {
    try filing.sequence(of: id, database) ?? findFiled.first(of: "ledger", { $0.bind(id) }, { try $0.next(Int64.self) })
  }
}
