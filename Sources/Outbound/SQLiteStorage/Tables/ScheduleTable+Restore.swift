import CivilTime
import GRDB
import Scheduling

extension ScheduleTable {
  /// The schedules that are not removed with ids in a range, by id, with the revision in force and their latest rows.
  /// - Complexity: one descent of `filed_due` and one of `ledger_unscheduled` for each schedule, whatever the length of the ledger.
  /// - Parameter capacity: for how many schedules the answer has room: it may be added to.
  static func inForce(
    _ ids: ClosedRange<Identifier>, capacity: Int = 0, _ database: Database
  ) throws -> [StoredSchedule] {
    var latestUnfiled = try latestUnfiledRows(database)
    var definitions = DefinitionReader()
    var schedules: [StoredSchedule] = []
    schedules.reserveCapacity(capacity)
    try PreparedStatement(database, inForceQuery).forEachRow(of: "schedule") { binder in
      binder.bind(ids.lowerBound)
      binder.bind(ids.upperBound)
    } _: { reader in
      schedules.append(try storedSchedule(&reader, &definitions, &latestUnfiled))
    }
    return schedules
  }

  /// Those that are not removed. One pass, which reads no revision: it is asked for each minute.
  static func idsInForce(_ database: Database) throws -> [Identifier] {
    var ids: [Identifier] = []
    try PreparedStatement(database, "SELECT id FROM schedule WHERE NOT removed").forEachRow(of: "schedule") { reader in
      ids.append(try reader.next())
    }
    return ids
  }

  /// How many are not removed.
  static func count(_ database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM schedule WHERE NOT removed") ?? 0
  }

  /// No two scheduled rows of a schedule cover the same instant, so the one that starts last also ends last.
  static let inForceQuery = """
    SELECT schedule.id, number, owed_from, \(definitionColumns), covered_until, runs_started, failures_in_a_row, pause, backfills, \
    other.outcome, max(other.due, other.claimed_at), \(ledgerColumns) \
    FROM schedule JOIN revision ON revision.schedule_id = schedule.id AND number = schedule.revision \
    LEFT JOIN ledger ON ledger.sequence = (SELECT filed_due.sequence FROM filed_due \
    WHERE filed_due.schedule_id = schedule.id ORDER BY filed_due.due DESC LIMIT 1) \
    LEFT JOIN ledger AS other ON other.sequence = (SELECT recent.sequence FROM ledger AS recent \
    WHERE recent.kind <> 'scheduled' AND recent.schedule_id = schedule.id ORDER BY recent.due DESC LIMIT 1) \
    WHERE NOT removed AND schedule.id BETWEEN ? AND ? ORDER BY schedule.id
    """

  private static let definitionColumns = qualified(RevisionTable.definitionColumns, by: "revision")
  /// The trigger stays a sign where it is that of the revision in force, which is read anyway.
  private static let ledgerColumns = LedgerTable.readColumns.replacing(
    LedgerTable.triggerText,
    with: "iif(ledger.trigger = '\(sign)' AND ledger.revision = number, '\(sign)', (SELECT \(LedgerTable.triggerText)))")
  private static let sign = LedgerTable.revisionTrigger

  private static func qualified(_ columns: String, by table: String) -> String {
    columns.split(separator: ", ").map { "\(table).\($0)" }.joined(separator: ", ")
  }

  /// - Parameter latestUnfiled: by schedule; what is used is taken out.
  private static func storedSchedule(
    _ reader: inout ColumnReader, _ definitions: inout DefinitionReader, _ latestUnfiled: inout [Identifier: LedgerRow]
  ) throws -> StoredSchedule {
    let (id, number, owedFrom) = (try reader.next(Identifier.self), try reader.next(Int.self), try reader.next(Instant.self))
    let definition = try definitions.definition(of: id, &reader)
    var coveredUntil = try reader.next(Instant.self)
    let state = try ScheduleState(reading: &reader)
    let other = (outcome: try reader.nextCaseIfAny(Outcome.self), at: try reader.nextIfAny(Instant.self))
    var latest =
      try reader.isNextNull
      ? nil
      : LedgerRow(reading: &reader) { reader in
        try reader.nextTriggerIfAny(knowing: definition.trigger)
      }
    if let row = latestUnfiled.removeValue(forKey: id), latest.map({ $0.due < row.due }) ?? true {
      latest = row
      coveredUntil = max(coveredUntil, row.dueLast)
    }
    return StoredSchedule(
      revision: Revision(definition: definition, number: number, owedFrom: owedFrom), coveredUntil: coveredUntil,
      latestRow: latest, latestUnscheduled: other.outcome.flatMap { outcome in other.at.map { RecentOutcome(outcome, at: $0) } },
      state: state)
  }

  /// The latest scheduled row of each schedule among those that are not filed: none after an orderly start.
  private static func latestUnfiledRows(_ database: Database) throws -> [Identifier: LedgerRow] {
    var latest: [Identifier: LedgerRow] = [:]
    try PreparedStatement(
      database, "SELECT \(LedgerTable.readColumns) FROM \(LedgerTable.unfiledTable) WHERE \(LedgerTable.isUnfiled) AND kind = 'scheduled'"
    ).forEachRow(of: "ledger") { reader in
      let row = try LedgerRow(reading: &reader)
      if latest[row.scheduleID].map({ $0.due < row.due }) ?? true { latest[row.scheduleID] = row }
    }
    return latest
  }
}

extension ScheduleState {
  /// Four columns.
  fileprivate init(reading reader: inout ColumnReader) throws {
    self.init()
    runsStarted = try reader.next()
    failuresInARow = try reader.next()
    pause = try reader.nextJSONIfAny()
    backfills = try reader.nextJSONIfAny() ?? []
  }
}

extension ColumnReader {
  /// As `nextTriggerIfAny`, where `known` is the trigger that the sign stands for.
  fileprivate mutating func nextTriggerIfAny(knowing known: Trigger?) throws -> Trigger? {
    guard nextText(is: LedgerTable.revisionTrigger) else { return try nextTriggerIfAny() }
    skip()
    return known
  }
}
