import CivilTime
import GRDB
import Scheduling

/// The latest rows of some schedules. What is not filed yet is looked through once for all of them: after a herd that is tens of thousands
/// of rows, too many to look through for each schedule of a page.
struct LatestRows {
  private struct Key {
    let due: Instant
    let sequence: Int64
  }

  let schedules: Set<Identifier>
  let limit: Int

  func read(_ database: Database) throws -> [Identifier: [LedgerRow]] {
    var keys = try unfiled(database)
    for id in schedules { keys[id, default: []] += try filed(id, database) }
    var rows: [Identifier: [LedgerRow]] = [:]
    for (id, found) in keys where !found.isEmpty {
      let latest = found.sorted { ($1.due, $1.sequence) < ($0.due, $0.sequence) }.prefix(limit)
      rows[id] = try latest.flatMap { key in try LedgerTable.fetch(Self.row, database) { $0.bind(key.sequence) } }
    }
    return rows
  }

  private func unfiled(_ database: Database) throws -> [Identifier: [Key]] {
    var keys: [Identifier: [Key]] = [:]
    try PreparedStatement(database, Self.unfiled).forEachRow(of: "ledger") { reader in
      let id = try reader.next(Identifier.self)
      guard schedules.contains(id) else { return }
      keys[id, default: []].append(try Self.key(&reader))
    }
    return keys
  }

  private func filed(_ id: Identifier, _ database: Database) throws -> [Key] {
    var keys: [Key] = []
    for sql in [Self.filed, Self.unscheduled] {
      try PreparedStatement(database, sql).forEachRow(of: "ledger") { binder in
        binder.bind(id)
        binder.bind(limit)
      } _: { reader in
        keys.append(try Self.key(&reader))
      }
    }
    return keys
  }

  private static func key(_ reader: inout ColumnReader) throws -> Key { Key(due: try reader.next(), sequence: try reader.next()) }

  static let unfiled = """
    SELECT schedule_id, due, sequence FROM \(LedgerTable.unfiledTable) WHERE \(LedgerTable.isUnfiled) AND kind = 'scheduled'
    """
  static let filed = "SELECT due, sequence FROM filed_due WHERE schedule_id = ?1 ORDER BY due DESC LIMIT ?2"
  static let unscheduled = """
    SELECT due, sequence FROM ledger WHERE kind <> 'scheduled' AND schedule_id = ?1 ORDER BY due DESC LIMIT ?2
    """
  private static let row = "SELECT \(LedgerTable.readColumns) FROM ledger WHERE sequence = ?1"
}
