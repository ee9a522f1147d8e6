import CivilTime
import GRDB
import Scheduling

/// What an audit reads: who owed what, and which rows answer.
enum AuditQueries {
  /// By schedule and number.
  /// - Parameter schedules: nil: all of them.
  static func revisions(
    answeringIn range: Range<Instant>, inForceThrough: Instant, of schedules: Set<Identifier>?, _ database: Database
  ) throws -> [AnsweringRevision] {
    var definitions = DefinitionReader()
    var revisions: [AnsweringRevision] = []
    func read(_ query: String, of schedules: ArraySlice<Identifier>) throws {
      try PreparedStatement(database, query).forEachRow(of: "revision") { binder in
        binder.bind(range.lowerBound)
        binder.bind(range.upperBound)
        binder.bind(inForceThrough)
        for schedule in schedules { binder.bind(schedule) }
      } _: { reader in
        revisions.append(try revision(&reader, &definitions, inForceThrough: inForceThrough))
      }
    }
    guard let schedules else {
      try read(revisionsQuery, of: [])
      return revisions
    }
    var rest = schedules.sorted()[...]
    while !rest.isEmpty {
      let next = rest.prefix(schedulesAtOnce)
      try read(someRevisionsQuery(next.count), of: next)
      rest = rest.dropFirst(next.count)
    }
    return revisions
  }

  /// A statement has no more than some thousand parameters.   Source: SQLITE_MAX_VARIABLE_NUMBER, sqlite.org/limits.html.
  private static let schedulesAtOnce = 500

  static func newestRevision(of schedule: Identifier, _ database: Database) throws -> AnsweringRevision? {
    try PreparedStatement(database, newestRevisionQuery).first(of: "revision") { binder in
      binder.bind(schedule)
    } _: { reader in
      var definitions = DefinitionReader()
      return try revision(&reader, &definitions)
    }
  }

  /// Reads `RevisionTable.columns`, the end, and how far the ledger covers the schedule.
  private static func revision(
    _ reader: inout ColumnReader, _ definitions: inout DefinitionReader, inForceThrough: Instant = .distantPast
  ) throws -> AnsweringRevision {
    let (id, number, owedFrom) = (try reader.next(Identifier.self), try reader.next(Int.self), try reader.next(Instant.self))
    let definition = try definitions.definition(of: id, &reader)
    let revision = Revision(definition: definition, number: number, owedFrom: owedFrom)
    let (end, covered) = (try reader.nextIfAny(Instant.self), try reader.next(Instant.self))
    if let end { return AnsweringRevision(revision, through: end) }
    return AnsweringRevision(revision, through: max(covered, inForceThrough), coveredUntil: covered)
  }

  /// A revision answers for the instants after `owed_from` up to where it ends.
  private static let revisionsQuery = selectRevisions(where: "TRUE")

  /// Of so many schedules.
  static func someRevisionsQuery(_ count: Int) -> String {
    selectRevisions(where: "schedule_id IN (\((0..<count).map { "?\($0 + 4)" }.joined(separator: ", ")))")
  }

  private static func selectRevisions(where condition: String) -> String {
    """
    WITH waiting AS MATERIALIZED (SELECT schedule_id AS id, max(due_last) AS reached FROM \(LedgerTable.unfiledTable) \
    WHERE \(LedgerTable.isUnfiled) AND kind = 'scheduled' GROUP BY schedule_id) \
    SELECT \(RevisionTable.columns), owed_until, max(covered_until, coalesce(reached, covered_until)) AS covered \
    FROM revision JOIN schedule ON schedule.id = schedule_id LEFT JOIN waiting ON waiting.id = schedule_id \
    WHERE \(condition) AND owed_from < coalesce(owed_until, max(covered, ?3)) AND coalesce(owed_until, max(covered, ?3)) >= ?1 \
    AND owed_from + 1 < ?2 ORDER BY schedule_id, number
    """
  }

  static let newestRevisionQuery = """
    SELECT \(RevisionTable.columns), owed_until, max(covered_until, coalesce((SELECT max(due_last) \
    FROM \(LedgerTable.unfiledTable) WHERE \(LedgerTable.isUnfiled) AND kind = 'scheduled' AND schedule_id = ?1), covered_until)) \
    FROM revision JOIN schedule ON schedule.id = schedule_id WHERE schedule_id = ?1 ORDER BY number DESC LIMIT 1
    """

  /// Looks through all revisions, and reads none.
  static func lastSchedule(named name: String, _ database: Database) throws -> Identifier? {
    var found: Identifier?
    let query = "SELECT schedule_id FROM revision WHERE name = ?1 ORDER BY owed_from DESC LIMIT 1"
    try PreparedStatement(database, query).forEachRow(of: "revision") { binder in
      binder.bind(name)
    } _: { reader in
      found = try reader.next()
    }
    return found
  }

  /// By schedule and due.
  static func scheduledRows(
    in range: Range<Instant>, _ database: Database, _ body: (LedgerSpan) -> Void
  ) throws {
    try PreparedStatement(database, scheduledRowsQuery).forEachRow(of: "ledger") { binder in
      binder.bind(range.lowerBound)
      binder.bind(range.upperBound)
    } _: { reader in
      body(
        LedgerSpan(
          id: try reader.next(), scheduleID: try reader.next(), revision: try reader.next(), due: try reader.next(),
          dueLast: try reader.next(), count: try reader.next(), outcome: try reader.nextCase()))
    }
  }

  /// Rows that begin in the range, and ranges that begin before it and reach into it.
  static let scheduledRowsQuery = """
    SELECT \(spanColumns) FROM ledger WHERE kind = 'scheduled' AND due >= ?1 AND due < ?2 \
    UNION ALL SELECT \(spanColumns) FROM ledger WHERE due_last > due AND due_last >= ?1 AND +due < ?1 AND +kind = 'scheduled' \
    ORDER BY schedule_id, due
    """

  private static let spanColumns = "id, schedule_id, revision, due, due_last, count, outcome"
}
