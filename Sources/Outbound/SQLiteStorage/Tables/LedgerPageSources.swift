import CivilTime
import Scheduling
import Seams

/// Rows of the ledger that one index has in the order in which a page wants them.
struct LedgerPageSource {
  /// What stands after FROM; `ledger` is part of it.
  var table = "ledger"
  /// What the rows are ordered by in the index, before `sequence`.
  var key = "ledger.due"
  /// What the index answers.
  var indexed: SQLFragment
  /// What the index has its rows in order of, where that is not `key`: they are looked at from the lowest on.
  var ownKey: String?
  /// What each row has to be looked at for; nil: nothing.
  var looked: SQLFragment?
}

/// From which indexes the rows of a page come.
struct LedgerPageSources {
  let query: LedgerPageQuery

  /// Each row that meets the conditions is in exactly one of them.
  var sources: [LedgerPageSource] {
    guard !query.matchesAny else { return everything(looked: .joined(query.conditions.map(\.sql), by: "OR")) }
    if query.order == .written { return everything(looked: .joined(query.conditions.map(\.sql), by: "AND")) }
    if let ids = fires { return [ofFires(ids)] }
    if let schedule = loneSchedule { return ofSchedule(schedule) + reachingRanges(of: schedule) }
    if let index = outcomeIndex {
      return [LedgerPageSource(indexed: SQLFragment(index) + dueRange, looked: rest { !$0.isAboutDue })] + reachingRanges
    }
    return byKind(looked: rest { !$0.isAboutDue && !$0.isAboutKind }) + reachingRanges
  }

  /// True when nothing is asked of the rows.
  var isEverything: Bool { query.conditions.isEmpty }

  private func everything(looked: SQLFragment?) -> [LedgerPageSource] {
    query.order == .written
      ? [LedgerPageSource(key: "ledger.sequence", indexed: "ledger.sequence > 0", looked: looked)] : byKind(looked: looked)
  }

  /// `kind` has two indexes by time: of scheduled rows, and of the others, which are few.
  private func byKind(looked: SQLFragment?) -> [LedgerPageSource] {
    let kinds = kinds
    var sources: [LedgerPageSource] = []
    if kinds?.contains(.scheduled) != false {
      sources.append(LedgerPageSource(indexed: "ledger.kind = 'scheduled'" + dueRange, looked: looked))
    }
    if kinds != [.scheduled] {
      let ofKind = kinds.map { LedgerCondition.kind($0).sql }
      sources.append(
        LedgerPageSource(indexed: "ledger.kind <> 'scheduled'" + dueRange, looked: .joined([ofKind, looked].compactMap(\.self), by: "AND")))
    }
    return sources
  }

  private func ofFires(_ ids: Set<Identifier>) -> LedgerPageSource {
    let marks = ids.map { _ in "?" }.joined(separator: ", ")
    let values = ids.sorted().map { SQLFragment.Value.id($0) }
    let find =
      "SELECT sequence FROM filed_id WHERE id IN (\(marks)) UNION ALL "
      + "SELECT sequence FROM \(LedgerTable.unfiledTable) WHERE \(LedgerTable.isUnfiled) AND id IN (\(marks))"
    return LedgerPageSource(
      indexed: SQLFragment("ledger.sequence IN (\(find))", values + values), looked: rest { _ in true })
  }

  private func ofSchedule(_ id: Identifier) -> [LedgerPageSource] {
    let others = rest { !$0.isAboutDue && !$0.isAboutKind && $0 != .schedule([id]) }
    let ofKind = kinds.map { LedgerCondition.kind($0).sql }
    let looked = SQLFragment.joined([ofKind, others].compactMap(\.self), by: "AND")
    let own = SQLFragment("ledger.schedule_id = ?", [.id(id)])
    var filedRange = dueRange
    filedRange.sql = filedRange.sql.replacing("ledger.due", with: "filed_due.due")
    return [
      LedgerPageSource(
        table: "filed_due CROSS JOIN ledger ON ledger.sequence = filed_due.sequence", key: "filed_due.due",
        indexed: SQLFragment("filed_due.schedule_id = ?", [.id(id)]) + filedRange, looked: looked),
      LedgerPageSource(
        table: LedgerTable.unfiledTable,
        indexed: SQLFragment("ledger.\(LedgerTable.isUnfiled) AND ledger.kind = 'scheduled' AND") + own + dueRange, looked: looked),
      LedgerPageSource(indexed: "ledger.kind <> 'scheduled' AND" + own + dueRange, looked: looked),
    ]
  }

  /// The other sources hold those whose first instant is due as is asked. These are the rows that are it by later ones. Those that end
  /// soonest are looked at: they are the likeliest to have begun before.
  private var reachingRanges: [LedgerPageSource] {
    guard let reaching else { return [] }
    return [
      LedgerPageSource(
        table: LedgerTable.rangesTable,
        indexed: SQLFragment("ledger.due_last > ledger.due AND ledger.due_last >= ?", [.instant(reaching.instant)]),
        ownKey: "ledger.due_last", looked: reaching.condition)
    ]
  }

  /// As `reachingRanges`. No two scheduled rows of a schedule cover the same instant: of those that begin before it only the last can.
  /// Rows of other kinds have one instant.
  private func reachingRanges(of id: Identifier) -> [LedgerPageSource] {
    guard let reaching else { return [] }
    let last = SQLFragment(
      "ledger.sequence = (SELECT sequence FROM filed_due WHERE schedule_id = ? AND due <= ? ORDER BY due DESC LIMIT 1) AND",
      [.id(id), .instant(reaching.instant)])
    let unfiled = SQLFragment("ledger.\(LedgerTable.isUnfiled) AND ledger.kind = 'scheduled' AND ledger.due_last > ledger.due AND")
    return [
      LedgerPageSource(indexed: last + reaching.condition),
      LedgerPageSource(table: LedgerTable.unfiledTable, indexed: unfiled + reaching.condition),
    ]
  }

  /// What holds for a row that meets the conditions by an instant that is not its first, and the last instant that it has to reach; nil
  /// where no row does.
  private var reaching: (instant: Instant, condition: SQLFragment)? {
    guard let instant = query.conditions.compactMap(\.reachedInstant).max(), let all = rest({ _ in true }),
      let first = SQLFragment.joined(query.conditions.filter(\.isAboutDue).compactMap(\.sqlOfFirstDue), by: "AND")
    else { return nil }
    return (instant, all + "AND NOT" + first)
  }

  // MARK: What the conditions say

  private var fires: Set<Identifier>? {
    for case .fire(let ids) in query.conditions { return ids }
    return nil
  }

  private var loneSchedule: Identifier? {
    for case .schedule(let ids) in query.conditions where ids.count == 1 { return ids.first }
    return nil
  }

  /// Nil for all.
  private var kinds: Set<LedgerRow.Kind>? {
    var found: Set<LedgerRow.Kind>?
    for case .kind(let kinds) in query.conditions { found = found?.intersection(kinds) ?? kinds }
    return query.matchesAny ? nil : found
  }

  /// The condition of the index that holds all rows with such an outcome; nil when none does.
  private var outcomeIndex: String? {
    for case .outcome(let outcomes) in query.conditions {
      if outcomes.allSatisfy({ !$0.isFinal }) { return LedgerTable.isUnfinished }
      if outcomes.allSatisfy({ $0.isFinal && $0 != .succeeded }) { return LedgerTable.isTroubled }
    }
    return nil
  }

  /// `AND …` about the rows' first instants, or nothing.
  private var dueRange: SQLFragment {
    guard !query.matchesAny else { return "" }
    let parts = query.conditions.filter(\.isAboutDue).compactMap(\.sqlOfFirstDue)
    return SQLFragment(parts.map { "AND \($0.sql)" }.joined(separator: " "), parts.flatMap(\.values))
  }

  private func rest(_ isLookedAt: (LedgerCondition) -> Bool) -> SQLFragment? {
    .joined(query.conditions.filter(isLookedAt).map(\.sql), by: "AND")
  }
}

extension LedgerCondition {
  fileprivate var isAboutDue: Bool {
    if case .instant(.due, let test) = self { test.comparison != .differs } else { false }
  }
  /// A row may meet it by an instant that is not its first: one that begins at this one or before, and ends at it or later.
  fileprivate var reachedInstant: Instant? {
    guard case .instant(.due, let test) = self else { return nil }
    return switch test.comparison {
    case .equals, .after, .atOrAfter: test.instant
    case .differs, .before, .atOrBefore: nil
    }
  }
  fileprivate var isAboutKind: Bool { if case .kind = self { true } else { false } }
}
