import CivilTime
import GRDB
import Scheduling

/// The rows that are not in `filed_id` and `filed_due` yet, and how they get there, with how far they cover their schedules; and the
/// numbers of rows, by which it knows which ones those are. No number is given twice.
///
/// Those two trees have keys all over the place: a row that enters them by itself changes two pages of its own, many that enter
/// together share them. The same idea as the levels of a log-structured merge tree (O'Neil et al. 1996), with two
/// levels.
///
/// @unchecked Sendable: touched only on the writer's queue, which a `Database` argument proves.
final class LedgerFiling: @unchecked Sendable {
  /// A key of `filed_due`, and the row that it leads to.
  private struct Due {
    let schedule: Identifier
    let instant: Instant
    let sequence: Int64
  }

  /// Where a row that is not filed is, by its id; those of kind 'scheduled'; and up to where such rows cover each schedule.
  private struct Waiting {
    var sequences: [Identifier: Int64] = [:]
    var dues: [Due] = []
    var coverage: [Identifier: Instant] = [:]
    /// The last number that was taken for a row of the ledger.
    var lastSequence: Int64 = 0
    /// Up to where rows are filed.
    var filedThrough: Int64 = 0

    mutating func add(_ id: Identifier, sequence: Int64, _ kind: LedgerRow.Kind, _ schedule: Identifier, due: Instant, dueLast: Instant) {
      sequences[id] = sequence
      guard kind == .scheduled else { return }
      dues.append(Due(schedule: schedule, instant: due, sequence: sequence))
      note(schedule, coveredUntil: dueLast)
    }

    mutating func note(_ schedule: Identifier, coveredUntil instant: Instant) {
      coverage[schedule] = max(coverage[schedule] ?? .distantPast, instant)
    }

    mutating func removeAll() {
      // What one great batch needed need not be kept for ever.
      let keepsCapacity = sequences.count <= 2 * waitingLimit
      sequences.removeAll(keepingCapacity: keepsCapacity)
      dues.removeAll(keepingCapacity: keepsCapacity)
      coverage.removeAll(keepingCapacity: keepsCapacity)
    }
  }

  private var waiting: Waiting?

  /// So many rows wait before they are filed in the midst of work: enough to share pages, and few enough for a reader to
  /// look through.
  static let waitingLimit = 32_768

  /// More keys at once gain little.
  private static let ids = RowInsertion.Form(into: "filed_id", columns: "id, sequence", rowsAtOnce: 64)
  private static let dues = RowInsertion.Form(into: "filed_due", columns: "schedule_id, due, sequence", rowsAtOnce: 64)

  /// How many rows wait; 0 before the first write.
  func waitingCount(_ writer: Database) -> Int { waiting?.sequences.count ?? 0 }

  /// Numbers for rows that are to be inserted: one behind the other, from the one that is returned.
  func takeSequences(_ count: Int, _ writer: Database) throws -> Int64 {
    try load(writer)
    defer { waiting?.lastSequence += Int64(count) }
    return (waiting?.lastSequence ?? 0) + 1
  }

  /// Takes note of a row that was just inserted.
  func add(_ row: LedgerRow, sequence: Int64, _ writer: Database) {
    waiting?.add(row.id, sequence: sequence, row.kind, row.scheduleID, due: row.due, dueLast: row.dueLast)
  }

  /// Takes note of a row that was just changed.
  func change(_ row: LedgerRow, _ writer: Database) {
    guard row.kind == .scheduled, waiting?.sequences[row.id] != nil else { return }
    waiting?.note(row.scheduleID, coveredUntil: row.dueLast)
  }

  /// The row with an id that waits.
  func sequence(of id: Identifier, _ writer: Database) throws -> Int64? {
    try load(writer)
    return waiting?.sequences[id]
  }

  /// Up to where rows that wait cover a schedule: `schedule.covered_until` says so when they are filed, and until then they
  /// say it themselves. A page of its own for each claim of a herd would be most of what is written.
  func coverage(of schedule: Identifier, _ writer: Database) throws -> Instant? {
    try load(writer)
    return waiting?.coverage[schedule]
  }

  /// To be called when a transaction failed: what it added is not there.
  func forget(_ writer: Database) { waiting = nil }

  /// Files all that waits.
  func file(_ writer: Database) throws {
    // Another process may have filed what waits, as `store verify` of this file does.
    guard let known = waiting?.filedThrough, try known == filedThrough(writer) else {
      waiting = nil
      return try fileUnread(writer)
    }
    try fileKnown(writer)
    waiting?.removeAll()
  }

  private func filedThrough(_ writer: Database) throws -> Int64 {
    try PreparedStatement(writer, "SELECT filed_through FROM installation").first(of: "installation") { try $0.next() } ?? 0
  }

  /// What was never read need not be held in memory at once: SQLite reads and sorts it, on disk where it is much.
  private func fileUnread(_ writer: Database) throws {
    for statement in [fileID, fileDue, cover, noteThrough] { try PreparedStatement(writer, statement).run() }
  }

  /// The same from memory, where sorting costs a tenth (measured: 5 of 50 ms for 32 768 keys).
  private func fileKnown(_ writer: Database) throws {
    guard let waiting, let through = waiting.sequences.values.max() else { return }
    try RowInsertion(writer, Self.ids).run(waiting.sequences.sorted { $0.key < $1.key }) { key, binder in
      binder.bind(key.key)
      binder.bind(key.value)
    }
    try RowInsertion(writer, Self.dues).run(waiting.dues.sorted { ($0.schedule, $0.instant) < ($1.schedule, $1.instant) }) { key, binder in
      binder.bind(key.schedule)
      binder.bind(key.instant)
      binder.bind(key.sequence)
    }
    let coverage = try PreparedStatement(writer, "UPDATE schedule SET covered_until = max(covered_until, ?) WHERE id = ?")
    for (schedule, instant) in waiting.coverage.sorted(by: { $0.key < $1.key }) {
      try coverage.run { binder in
        binder.bind(instant)
        binder.bind(schedule)
      }
    }
    try PreparedStatement(writer, "UPDATE installation SET filed_through = ?").run { $0.bind(through) }
    self.waiting?.filedThrough = through
  }

  // In the order of their keys: the pages of a tree are changed one after the other, each once.
  private let fileID = """
    INSERT INTO filed_id SELECT id, sequence FROM \(LedgerTable.unfiledTable) WHERE \(LedgerTable.isUnfiled) ORDER BY id
    """
  private let fileDue = """
    INSERT INTO filed_due SELECT schedule_id, due, sequence FROM \(LedgerTable.unfiledTable) \
    WHERE \(LedgerTable.isUnfiled) AND kind = 'scheduled' ORDER BY schedule_id, due
    """

  private let cover = """
    UPDATE schedule SET covered_until = max(covered_until, reached) FROM (SELECT schedule_id, max(due_last) AS reached \
    FROM \(LedgerTable.unfiledTable) WHERE \(LedgerTable.isUnfiled) AND kind = 'scheduled' \
    GROUP BY schedule_id ORDER BY schedule_id) WHERE id = schedule_id
    """

  private let noteThrough = """
    UPDATE installation SET filed_through = last FROM (SELECT max(sequence) AS last FROM ledger) WHERE filed_through < last
    """

  private func load(_ writer: Database) throws {
    guard waiting == nil else { return }
    var found = Waiting()
    found.filedThrough = try filedThrough(writer)
    let last = try PreparedStatement(writer, "SELECT max(sequence) FROM ledger").first(of: "ledger") { try $0.nextIfAny(Int64.self) }
    // The last rows may have been deleted.
    found.lastSequence = max((last ?? nil) ?? 0, found.filedThrough)
    try PreparedStatement(
      writer, "SELECT id, sequence, kind, schedule_id, due, due_last FROM \(LedgerTable.unfiledTable) WHERE \(LedgerTable.isUnfiled)"
    ).forEachRow(of: "ledger") { reader in
      found.add(
        try reader.next(), sequence: try reader.next(), try reader.nextCase(), try reader.next(), due: try reader.next(),
        dueLast: try reader.next())
    }
    waiting = found
  }
}
