import CivilTime
import GRDB
import Scheduling

/// The rows that are not in `filed_id` and `filed_due` yet, and how they get there, with how far they cover their schedules.
///
/// Those two trees have keys all over the place: a row that enters them by itself changes two pages of its own, many that enter
/// together share them. The same idea as the levels of a log-structured merge tree (O'Neil et al. 1996), with two
/// levels.
///
/// @unchecked Sendable: touched only on the writer's queue, which a `Database` argument proves.
final class LedgerFiling: @unchecked Sendable {
  /// Where a row that is not filed is, by its id; and up to where such rows cover each schedule.
  private struct Waiting {
    var sequences: [Identifier: Int64] = [:]
    var coverage: [Identifier: Instant] = [:]

    mutating func note(_ schedule: Identifier, coveredUntil instant: Instant) {
      coverage[schedule] = max(coverage[schedule] ?? .distantPast, instant)
    }

    mutating func removeAll() {
      sequences.removeAll(keepingCapacity: true)
      coverage.removeAll(keepingCapacity: true)
    }
  }

  private var waiting: Waiting?

  /// So many rows wait before they are filed in the midst of work: enough to share pages, and few enough for a reader to
  /// look through.
  static let waitingLimit = 32_768

  /// How many rows wait; 0 before the first write.
  func waitingCount(_ writer: Database) -> Int { waiting?.sequences.count ?? 0 }

  /// Takes note of a row that was just inserted.
  func add(_ row: LedgerRow, _ writer: Database) {
    waiting?.sequences[row.id] = writer.lastInsertedRowID
    if row.kind == .scheduled { waiting?.note(row.scheduleID, coveredUntil: row.dueLast) }
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

  /// Files at most `limit` rows, those that wait longest first.
  func file(atMost limit: Int, _ writer: Database) throws {
    let last = try PreparedStatement(
      writer,
      "SELECT max(sequence) FROM (SELECT sequence FROM \(LedgerTable.unfiledTable) WHERE \(LedgerTable.isUnfiled) ORDER BY sequence LIMIT ?)"
    )
    guard let through = try last.first(of: "ledger", { $0.bind(limit) }, { try $0.nextIfAny(Int64.self) }) ?? nil else { return }
    for statement in [fileID, fileDue] { try PreparedStatement(writer, statement).run { $0.bind(through) } }
    let isAll = waiting.map { $0.sequences.values.allSatisfy { $0 <= through } } ?? false
    if isAll { try cover(writer) } else { try PreparedStatement(writer, cover).run { $0.bind(through) } }
    try PreparedStatement(writer, "UPDATE installation SET filed_through = ?").run { $0.bind(through) }
    // What is filed in part is read anew; that is rare.
    if isAll { waiting?.removeAll() } else { waiting = nil }
  }

  /// As the statement of that name, from what is known of all that waits.
  private func cover(_ writer: Database) throws {
    let statement = try PreparedStatement(writer, "UPDATE schedule SET covered_until = max(covered_until, ?) WHERE id = ?")
    for (schedule, instant) in (waiting?.coverage ?? [:]).sorted(by: { $0.key < $1.key }) {
      try statement.run { binder in
        binder.bind(instant)
        binder.bind(schedule)
      }
    }
  }

  /// To be called when rows were deleted and none waits: numbers above the last row's will be given again.
  func forgetDeleted(_ writer: Database) throws {
    try PreparedStatement(writer, "UPDATE installation SET filed_through = coalesce((SELECT max(sequence) FROM ledger), 0)").run()
  }

  // In the order of their keys: the pages of a tree are changed one after the other, each once.
  private let fileID = """
    INSERT INTO filed_id SELECT id, sequence FROM \(LedgerTable.unfiledTable) \
    WHERE \(LedgerTable.isUnfiled) AND sequence <= ? ORDER BY id
    """
  private let fileDue = """
    INSERT INTO filed_due SELECT schedule_id, due, sequence FROM \(LedgerTable.unfiledTable) \
    WHERE \(LedgerTable.isUnfiled) AND sequence <= ? AND kind = 'scheduled' ORDER BY schedule_id, due
    """

  private let cover = """
    UPDATE schedule SET covered_until = max(covered_until, reached) FROM (SELECT schedule_id, max(due_last) AS reached \
    FROM \(LedgerTable.unfiledTable) WHERE \(LedgerTable.isUnfiled) AND sequence <= ? AND kind = 'scheduled' \
    GROUP BY schedule_id ORDER BY schedule_id) WHERE id = schedule_id
    """

  private func load(_ writer: Database) throws {
    guard waiting == nil else { return }
    var found = Waiting()
    try PreparedStatement(
      writer, "SELECT id, sequence, kind, schedule_id, due_last FROM \(LedgerTable.unfiledTable) WHERE \(LedgerTable.isUnfiled)"
    ).forEachRow(of: "ledger") { reader in
      found.sequences[try reader.next()] = try reader.next()
      let (kind, schedule, dueLast) = (
        try reader.nextCase(LedgerRow.Kind.self), try reader.next(Identifier.self), try reader.next(Instant.self)
      )
      if kind == .scheduled { found.note(schedule, coveredUntil: dueLast) }
    }
    waiting = found
  }
}
