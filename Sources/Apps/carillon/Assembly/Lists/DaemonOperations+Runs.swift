import CivilTime
import ControlAPI
import ControlMessages
import Engine
import Scheduling
import Seams

/// Lists of what became of due instants.
extension DaemonOperations {
  func runs(_ query: ListQuery) async throws(ControlProblem) -> Page<RunItem> {
    var conditions: [LedgerCondition] = []
    for filter in query.filters { conditions.append(try await condition(filter)) }
    if let condition = try await projectCondition(query) { conditions.append(condition) }
    let order = query.order ?? ListOrder("due", isDescending: true)
    let wanted = LedgerPageQuery(
      conditions, matchesAny: query.matchesAny, order: order.field == "due" ? .due : .written, isDescending: order.isDescending,
      offset: query.offset, limit: query.size)
    let found: LedgerPage
    do throws(StoreError) {
      found = try await pages.page(wanted)
    } catch {
      throw ControlProblem(.unavailable, "the ledger cannot be read: \(error)")
    }
    let project = await project?.knownID
    let ofServer = await ofServer(project: project)
    let items = await withReasonsOfNow(found.rows).map { row in
      var item = RunItem(row)
      if ofServer.contains(row.scheduleID) { item.projectID = project?.description }
      return item
    }
    let page = Page(index: query.page, maxSize: query.size, total: found.total, isTotalExact: found.isTotalExact, items: items)
    try page.check()
    return page
  }

  /// The ledger is not told of everything that a fire waits for; `why` tells that too.
  private func withReasonsOfNow(_ rows: [LedgerRow]) async -> [LedgerRow] {
    let open = rows.filter { !$0.outcome.isFinal }.map(\.id)
    guard !open.isEmpty else { return rows }
    let active = await engine.activeRows(of: open)
    return rows.map { row in
      // One that has gone on meanwhile is shown, and counted, as it was found.
      if let now = active[row.id], now.outcome == row.outcome { now } else { row }
    }
  }

  /// Nil when all schedules that there are now are in the project: then rows of those that are gone are given too.
  private func projectCondition(_ query: ListQuery) async throws(ControlProblem) -> LedgerCondition? {
    guard query.project != nil else { return nil }
    let project = await membership(of: query.project)
    let schedules = await engine.statuses.map(\.schedule)
    let members = schedules.filter { project.holds($0.definition.record.source) }
    if members.count == schedules.count, !members.isEmpty { return nil }
    guard !query.matchesAny || query.filters.isEmpty else {
      throw ControlProblem(.badRequest, "project and logical_operator=or exclude each other here; leave one of them out")
    }
    return .schedule(Set(members.map(\.id)))
  }

  /// What a field of `ListFields.runs` means for a row.
  private func condition(_ filter: FieldFilter) async throws(ControlProblem) -> LedgerCondition {
    switch filter.field {
    case "id": .fire(try filter.identifiers())
    case "schedule", "schedule_id": .schedule(try await schedules(named: filter))
    case "tag": .schedule(await schedules { filter.textTest.holdsForAny(of: $0.definition.tags) })
    case "pipeline_id":
      .schedule(await schedules { filter.textTest.holds(for: $0.definition.record.pipelineID?.description) })
    case "kind": .kind(try filter.members(of: LedgerRow.Kind.self))
    case "outcome": .outcome(try filter.members(of: Outcome.self))
    case "status": .outcome(outcomes(of: try filter.members(of: ZenMLStatus.self)))
    case "in_progress": .outcome(outcomes(inProgress: try filter.flag()))
    // Carillon does not know whose runs the server's are.
    case "user": .fire([])
    case "name": .text(.runName, filter.textTest)
    case "schedule_name": .text(.scheduleName, filter.textTest)
    case "reason_code": await reasonCondition(filter.textTest)
    case "run_id": .text(.runID, filter.textTest)
    case "due": .instant(.due, try filter.instantTest())
    case "created": .instant(.claimedAt, try filter.instantTest())
    case "start_time": .instant(.sentAt, try filter.instantTest())
    case "end_time": .instant(.finishedAt, try filter.instantTest())
    default: preconditionFailure("'\(filter.field)' is no field of runs")
    }
  }

  /// As the answer tells it: see `withReasonsOfNow`.
  private func reasonCondition(_ test: TextTest) async -> LedgerCondition {
    let waiting = await engine.activeRows.filter { $0.outcome == .claimed || $0.outcome == .waiting }
    guard !waiting.isEmpty, waiting.count <= Self.waitingLimit else { return .text(.reasonCode, test) }
    let holding = Set(waiting.lazy.filter { test.holds(for: $0.reason?.code) }.map(\.id))
    return .reasonNow(test, holding: holding, failing: Set(waiting.lazy.map(\.id)).subtracting(holding))
  }

  /// Each is a parameter of a statement. Where more fires wait, rows are found by what the ledger says.
  private static let waitingLimit = 1000

  private func schedules(named filter: FieldFilter) async throws(ControlProblem) -> Set<Identifier> {
    var ids: Set<Identifier> = []
    for text in filter.values { ids.insert(try await identifier(text)) }
    return ids
  }

  /// Schedules as they are now: the ledger's rows do not say what tags theirs had.
  private func schedules(where holds: (Schedule) -> Bool) async -> Set<Identifier> {
    Set(await engine.statuses.lazy.map(\.schedule).filter(holds).map(\.id))
  }

  private func outcomes(inProgress: Bool) -> Set<Outcome> {
    Set(Outcome.allCases.filter { ZenMLStatus(outcome: $0.rawValue).isInProgress == inProgress })
  }

  private func outcomes(of statuses: Set<ZenMLStatus>) -> Set<Outcome> {
    Set(Outcome.allCases.filter { statuses.contains(ZenMLStatus(outcome: $0.rawValue)) })
  }
}

extension TextTest {
  fileprivate func holdsForAny(of texts: [String]) -> Bool {
    if case .differs = self { texts.allSatisfy(holds) } else { texts.contains(where: holds) }
  }
}
