import GRDB
import Scheduling

/// What schema 1 cannot hold, counted in a store of schema 2.
struct LossesOfStepTo1 {
  private let database: Database
  /// So many schedules are named in one sentence.
  private static let namedAtMost = 10

  init(_ database: Database) { self.database = database }

  func sentences() throws -> [String] {
    try schedules() + rows() + tables()
  }

  // MARK: Schedules

  private func schedules() throws -> [String] {
    var (unbound, plainer): ([String], [String]) = ([], [])
    var definitions = DefinitionReader()
    try PreparedStatement(
      database,
      """
      SELECT schedule_id, \(RevisionTable.definitionColumns) FROM revision \
      JOIN schedule ON schedule.id = schedule_id AND number = schedule.revision WHERE NOT removed AND source <> 'local' ORDER BY name
      """
    ).forEachRow(of: "revision") { reader in
      let definition = try definitions.definition(of: try reader.next(), &reader)
      if try Version1Definition.need(of: definition) != nil {
        unbound.append(definition.record.name)
      } else if definition.policy
        != Policy(misfire: definition.policy.misfire, overlap: definition.policy.overlap == .allow ? .allow : .skip)
        || !definition.tags.isEmpty
      {
        plainer.append(definition.record.name)
      }
    }
    let inForce = "SELECT name FROM revision JOIN schedule ON schedule.id = schedule_id AND number = schedule.revision WHERE NOT removed"
    let paused = try names("\(inForce) AND pause NOT NULL ORDER BY name")
    let backfilled = try names("\(inForce) AND backfills NOT NULL ORDER BY name")
    let local = try names("SELECT name FROM local_schedule ORDER BY name")
    return [
      sentence(unbound, "do what 0.1.0 does not know: they start nothing until their files say something that it does"),
      sentence(plainer, "lose parts of their policy, or tags: 0.1.0 knows misfire, and overlap skip and allow"),
      sentence(paused, "are paused by command, and will fire again"),
      sentence(backfilled, "have a backfill under way, which ends here"),
      sentence(local, "are local schedules, and go: 'carillon store export --store' of the copy has their text"),
    ].compactMap(\.self)
  }

  private func names(_ sql: String) throws -> [String] { try String.fetchAll(database, sql: sql) }

  private func sentence(_ names: [String], _ rest: String) -> String? {
    guard !names.isEmpty else { return nil }
    let more = names.count > Self.namedAtMost ? " and \(names.count - Self.namedAtMost) more" : ""
    return
      "\(names.prefix(Self.namedAtMost).joined(separator: ", "))\(more): \(names.count == 1 ? "1 schedule" : "\(names.count) schedules"); they \(rest)"
  }

  // MARK: Rows

  private func rows() throws -> [String] {
    var sentences: [String] = []
    let foreign = try count("ledger WHERE \(StepBackTo1.foreignOutcomes)")
    if foreign > 0 {
      sentences.append("\(Self.rows(foreign)) with outcomes that 0.1.0 does not know get the nearest one: \(Self.outcomes)")
    }
    let chained = try count("ledger WHERE kind = 'chained'")
    if chained > 0 { sentences.append("\(Self.rows(chained)) of kind chained become manual") }
    let lost = try LedgerTable.unfinished(database).count { try $0.trigger.flatMap(Version1Definition.need) != nil }
    if lost > 0 {
      sentences.append("\(lost == 1 ? "1 fire" : "\(lost) fires") under way that 0.1.0 cannot follow: lost, whatever becomes of the runs")
    }
    let details = try count("ledger WHERE details NOT NULL")
    if details > 0 { sentences.append("\(Self.rows(details)) lose their details: jitter, missed instants, backfill, replay") }
    let handled = try count("ledger WHERE handled NOT NULL")
    if handled > 0 { sentences.append("\(Self.rows(handled)) that were dead letters forget that they were handled") }
    return sentences
  }

  private static let outcomes = StepBackTo1.outcomes.sorted { $0.key < $1.key }.map { "\($0.key) is \($0.value)" }.joined(separator: ", ")
  private static func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }

  // MARK: Tables

  private func tables() throws -> [String] {
    let tables = [
      ("audit_log", "lines of the audit log"), ("access_key", "keys for the network"), ("alert_cause", "open alerts"),
      ("alert_waiting", "alerts on their way"), ("request_key", "answers kept for Idempotency-Key"),
    ]
    return try tables.compactMap { table, words in
      let count = try count(table)
      return count == 0 ? nil : "\(words): \(count)"
    }
  }

  private func count(_ what: String) throws -> Int { try Int.fetchOne(database, sql: "SELECT count(*) FROM \(what)") ?? 0 }
}
