import GRDB
import Scheduling

/// The rows that are not in `filed_id` and `filed_due` yet, and how they get there.
///
/// Those two trees have keys all over the place: a row that enters them by itself changes two pages of its own, many that enter
/// together share them. The same idea as the levels of a log-structured merge tree (O'Neil et al. 1996), with two
/// levels.
///
/// @unchecked Sendable: touched only on the writer's queue, which a `Database` argument proves.
final class LedgerFiling: @unchecked Sendable {
  /// Where a row that is not filed is, by its id.
  private var sequences: [Identifier: Int64]?

  /// So many rows wait before they are filed in the midst of work: enough to share pages, and few enough for a reader to
  /// look through.
  static let waitingLimit = 32_768

  /// How many rows wait; 0 before the first write.
  func waitingCount(_ writer: Database) -> Int { sequences?.count ?? 0 }

  /// Takes note of a row that was just inserted.
  func add(_ id: Identifier, _ writer: Database) { sequences?[id] = writer.lastInsertedRowID }

  /// The row with an id that waits.
  func sequence(of id: Identifier, _ writer: Database) throws -> Int64? { try loaded(writer)[id] }

  /// To be called when a transaction failed: what it added is not there.
  func forget(_ writer: Database) { sequences = nil }

  /// Files at most `limit` rows, those that wait longest first.
  func file(atMost limit: Int, _ writer: Database) throws {
    let last = try PreparedStatement(
      writer,
      "SELECT max(sequence) FROM (SELECT sequence FROM \(LedgerTable.unfiledTable) WHERE \(LedgerTable.isUnfiled) ORDER BY sequence LIMIT ?)"
    )
    guard let through = try last.first(of: "ledger", { $0.bind(limit) }, { try $0.nextIfAny(Int64.self) }) ?? nil else { return }
    for statement in [fileID, fileDue] { try PreparedStatement(writer, statement).run { $0.bind(through) } }
    try PreparedStatement(writer, "UPDATE installation SET filed_through = ?").run { $0.bind(through) }
    guard let waiting = sequences else { return }
    sequences = waiting.filter { $0.value > through }
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

  private func loaded(_ writer: Database) throws -> [Identifier: Int64] {
    if let sequences { return sequences }
    var found: [Identifier: Int64] = [:]
    try PreparedStatement(writer, "SELECT id, sequence FROM \(LedgerTable.unfiledTable) WHERE \(LedgerTable.isUnfiled)")
      .forEachRow(of: "ledger") { reader in found[try reader.next()] = try reader.next() }
    sequences = found
    return found
  }
}
