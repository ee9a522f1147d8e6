import CivilTime
import ControlAPI
import ControlMessages
import Engine
import Glibc
import Scheduling
import Seams
import Services

/// What the daemon does for those who ask over the control API.
struct DaemonOperations: ControlOperations {
  let engine: SchedulerEngine
  let store: any Store
  let sync: ScheduleSync
  let clock: any WallClock
  /// Nil without a server.
  let serverURL: String?
  let instance: Identifier
  let startedAt: Instant

  func schedules() async throws(ControlProblem) -> [ScheduleItem] {
    await engine.statuses
      .sorted { ($0.schedule.name, $0.schedule.id) < ($1.schedule.name, $1.schedule.id) }
      .map(ScheduleItem.init)
  }

  func schedule(_ nameOrID: String) async throws(ControlProblem) -> ScheduleItem {
    ScheduleItem(try await find(nameOrID))
  }

  func runs(schedule: String?, limit: Int) async throws(ControlProblem) -> [RunItem] {
    var query = LedgerQuery(limit: limit)
    if let schedule { query.schedule = try await identifier(schedule) }
    return try await rows(query).map(RunItem.init)
  }

  func run(_ fireID: String) async throws(ControlProblem) -> RunItem {
    guard let id = Identifier(fireID) else {
      throw ControlProblem(.badRequest, "'\(fireID)' is no fire id: give 32 hex digits with hyphens")
    }
    if let row = await engine.activeRow(id) { return RunItem(row) }
    guard let row = try await rows(LedgerQuery(fire: id, limit: 1)).first else {
      throw ControlProblem(.notFound, "there is no fire \(id) in the ledger; 'carillon runs' lists the newest")
    }
    return RunItem(row)
  }

  func trigger(_ nameOrID: String) async throws(ControlProblem) -> RunItem {
    let status = try await find(nameOrID)
    do throws(SchedulerEngine.Declined) {
      return RunItem(try await engine.trigger(status.schedule.id))
    } catch {
      throw ControlProblem(.conflict, "'\(status.schedule.name)' cannot be triggered: \(error.reason.sentence)")
    }
  }

  func sync() async throws(ControlProblem) -> SyncMessage {
    let state = await sync.syncNow()
    guard serverURL == nil else { return message(state) }
    let now = clock.now().iso8601
    return SyncMessage(
      server: "none; the schedule files were read again", lastSuccess: now, lastAttempt: now, error: nil,
      schedules: await engine.statuses.count)
  }

  // MARK: Finding

  private func find(_ nameOrID: String) async throws(ControlProblem) -> ScheduleStatus {
    if let id = Identifier(nameOrID), let status = await engine.status(of: id) { return status }
    let named = await engine.statuses.filter { $0.schedule.name == nameOrID }
    guard named.count < 2 else {
      throw ControlProblem(
        .ambiguous, "several schedules are named '\(nameOrID)'; give one of these ids",
        candidates: named.map(\.schedule.id.description).sorted())
    }
    guard let status = named.first else {
      throw ControlProblem(.notFound, "there is no schedule '\(nameOrID)'; 'carillon list' shows all")
    }
    return status
  }

  /// The ledger also knows schedules that are gone, by id.
  private func identifier(_ nameOrID: String) async throws(ControlProblem) -> Identifier {
    if let id = Identifier(nameOrID) { return id }
    return try await find(nameOrID).schedule.id
  }

  private func rows(_ query: LedgerQuery) async throws(ControlProblem) -> [LedgerRow] {
    do throws(StoreError) {
      return try await store.rows(query)
    } catch {
      throw ControlProblem(.unavailable, "the ledger cannot be read: \(error)")
    }
  }

  private func message(_ state: ScheduleSync.State) -> SyncMessage {
    SyncMessage(
      server: serverURL ?? "", lastSuccess: state.lastSuccess?.iso8601, lastAttempt: state.lastAttempt?.iso8601,
      error: state.error, schedules: state.schedules)
  }

  // MARK: Status

  func status() async throws(ControlProblem) -> StatusMessage {
    let statuses = await engine.statuses
    let next = statuses.filter { $0.nextDue != nil }.min { ($0.nextDue ?? .distantFuture) < ($1.nextDue ?? .distantFuture) }
    var counts: [String: Int] = [:]
    for status in statuses { counts[status.state.rawValue, default: 0] += 1 }
    let syncState = await sync.state
    return StatusMessage(
      version: CarillonVersion.current, instance: instance.description, processID: getpid(),
      startedAt: startedAt.iso8601, now: clock.now().iso8601, schedules: counts, nextDue: next?.nextDue?.iso8601,
      nextSchedule: next?.schedule.name, firesUnderWay: await engine.firesUnderWay,
      reportsWaiting: await reportsWaiting(), sync: serverURL == nil ? nil : message(syncState),
      problems: await problems(statuses, syncState))
  }

  private func reportsWaiting() async -> Int { (try? await store.outboxState().count) ?? 0 }

  private func problems(_ statuses: [ScheduleStatus], _ syncState: ScheduleSync.State) async -> [String] {
    var problems: [String] = []
    if let problem = await engine.writeProblem { problems.append("the ledger cannot be written: \(problem)") }
    if let error = syncState.error { problems.append("the server cannot be read: \(error)") }
    problems += await sync.fileProblems
    for row in await engine.waitingRows {
      problems.append("the fire of \(row.scheduleName) due \(row.due.iso8601) waits: \(row.reason?.sentence ?? row.outcome.rawValue)")
    }
    for status in statuses where [.unbound, .invalid].contains(status.state) {
      problems.append("\(status.schedule.name) is \(status.state.rawValue): \(status.reason?.sentence ?? "")")
    }
    for status in statuses {
      for warning in status.schedule.definition.warnings where warning.code == "other_instance" {
        problems.append("\(status.schedule.name): \(warning.sentence)")
      }
    }
    return problems
  }
}
