import CivilTime
import ControlAPI
import ControlMessages
import Engine
import Logging
import ScheduleFiles
import Scheduling
import Seams
import Services
import Triggers

/// What the daemon does for those who ask over the control API.
struct DaemonOperations: ControlOperations {
  let engine: SchedulerEngine
  let store: any Store
  let pages: any LedgerPages & LedgerCounts
  let hub: EventHub
  let callbacks: CallbackInbox
  /// Nil where nobody can call this daemon.
  let callbackURLs: CallbackURLs?
  let targets: [Scheduling.Trigger.Kind: any TriggerTarget]
  let sync: ScheduleSync
  let triggerWatch: TriggerWatch
  let selfAudit: SelfAudit
  let storeWatch: StoreWatch
  let alerting: Alerting
  let clock: any WallClock
  let zoneNamed: @Sendable (String) -> ZoneRules?
  /// Nil without a server.
  let serverURL: String?
  let instance: Identifier
  /// Nil without a server.
  let project: ServerProject?
  /// How much of the past is kept, in words.
  let retention: String
  let startedAt: Instant
  let local: LocalSchedules
  /// Reads the definition of a local schedule with what the configuration says now.
  let readDefinition: LocalSchedules.Reader
  let localRules: LocalScheduleRules
  let journal: any AuditLogStore & RequestKeyStore
  let log: Logger

  func schedule(_ nameOrID: String) async throws(ControlProblem) -> ScheduleItem {
    item(try await find(nameOrID), project: await project?.knownID)
  }

  func run(_ fireID: String) async throws(ControlProblem) -> RunItem {
    var item = RunItem(try await row(of: fireID))
    if let id = Identifier(item.scheduleID), let status = await engine.status(of: id) {
      item.projectID = self.item(status, project: await project?.knownID).projectID
    }
    return item
  }

  func trigger(_ nameOrID: String) async throws(ControlProblem) -> RunItem {
    let status = try await find(nameOrID)
    let row: LedgerRow
    do throws(SchedulerEngine.Declined) {
      row = try await engine.trigger(status.schedule.id)
    } catch {
      throw ControlProblem(.conflict, "'\(status.schedule.name)' cannot be triggered: \(error.reason.sentence)")
    }
    try await makeDurable("fire \(row.id) of '\(status.schedule.name)' is started when the ledger can be written")
    return RunItem(row)
  }

  /// Whoever is told that something was done may rely on it, whatever becomes of the daemon next.
  /// - Parameter done: what holds for as long as this daemon lives.
  func makeDurable(_ done: @autoclosure () -> String) async throws(ControlProblem) {
    if await engine.hasWritten() { return }
    let problem = await engine.writeProblem ?? "it is not written yet"
    throw ControlProblem(.unwritten, "\(done()), and is forgotten if the daemon ends before that: \(problem)")
  }

  func sync() async throws(ControlProblem) -> SyncMessage {
    let state = await sync.syncNow()
    let (emptied, problems) = (await sync.serverProblem, await sync.fileProblems)
    guard serverURL == nil else {
      var answer = message(state)
      answer.problems = [emptied].compactMap(\.self) + problems
      answer.attention = await sourceAttention()
      return answer
    }
    let now = clock.now().iso8601
    return SyncMessage(
      server: "", lastSuccess: now, lastAttempt: now, error: nil, schedules: await engine.statuses.count, problems: problems)
  }

  // MARK: Finding

  /// As the engine has it now, or else as the ledger keeps it.
  func row(of fireID: String) async throws(ControlProblem) -> LedgerRow {
    guard let id = Identifier(fireID) else { return try await row(beginning: fireID) }
    if let row = await engine.activeRow(id) { return row }
    guard let row = try await rows(LedgerQuery(fire: id, limit: 1)).first else {
      throw ControlProblem(.notFound, "there is no fire \(id) in the ledger; 'carillon runs' lists the newest")
    }
    return row
  }

  /// Narrow tables cut ids, so that people have their beginnings.
  private func row(beginning text: String) async throws(ControlProblem) -> LedgerRow {
    guard let ids = Identifier.beginning(with: text) else {
      throw ControlProblem(
        .badRequest, "'\(text)' is no fire id: give all of its 32 hex digits, or the first 8; 'carillon runs --json' has them whole")
    }
    let active = await engine.activeRows.filter { ids.contains($0.id) }
    let known = Set(active.map(\.id))
    let kept = try await rows(LedgerQuery(fires: ids, limit: Self.candidates)).filter { !known.contains($0.id) }
    guard let row = active.first ?? kept.first else {
      throw ControlProblem(.notFound, "there is no fire whose id begins with '\(text)' in the ledger; 'carillon runs' lists the newest")
    }
    guard active.count + kept.count == 1 else {
      throw ControlProblem(
        .ambiguous, "several fires' ids begin with '\(text)'; give one of these whole",
        candidates: (active + kept).prefix(Self.candidates).map(\.id.description).sorted())
    }
    return row
  }

  /// More are as good as none to choose from.
  private static let candidates = 20

  func find(_ nameOrID: String) async throws(ControlProblem) -> ScheduleStatus {
    if let id = Identifier(nameOrID), let status = await engine.status(of: id) { return status }
    let named = await engine.statuses.filter { $0.schedule.name == nameOrID }
    guard named.count < 2 else {
      throw ControlProblem(
        .ambiguous, "several schedules are named '\(nameOrID)'; give one of these ids",
        candidates: named.map(\.schedule.id.description).sorted())
    }
    guard let status = named.first else {
      let nearest = Suggestion.nearest(to: nameOrID, among: await engine.statuses.map(\.schedule.name))
      let meant = nearest.map { "; did you mean '\($0)'?" } ?? ";"
      throw ControlProblem(.notFound, "there is no schedule '\(nameOrID)'\(meant) 'carillon list' shows all")
    }
    return status
  }

  /// The ledger also knows schedules that are gone.
  func identifier(_ nameOrID: String) async throws(ControlProblem) -> Identifier {
    if let id = Identifier(nameOrID) { return id }
    do throws(ControlProblem) {
      return try await find(nameOrID).schedule.id
    } catch {
      let last = try await asking { store throws(StoreError) in try await store.lastSchedule(named: nameOrID) }
      guard error.code == .notFound, let last else { throw error }
      return last
    }
  }

  func rows(_ query: LedgerQuery) async throws(ControlProblem) -> [LedgerRow] {
    try await asking { store throws(StoreError) in try await store.rows(query) }
  }

  /// What the store says; that it cannot is the asker's to know.
  func asking<Answer>(_ question: (any Store) async throws(StoreError) -> Answer) async throws(ControlProblem) -> Answer {
    do throws(StoreError) {
      return try await question(store)
    } catch {
      throw ControlProblem(.unavailable, "the ledger cannot be read: \(error)")
    }
  }

  func instant(_ text: String, _ name: String) throws(ControlProblem) -> Instant {
    do throws(ISO8601ParseError) {
      return try Instant(iso8601: text)
    } catch {
      throw ControlProblem(.badRequest, "\(name): \(error)")
    }
  }

  func message(_ state: ScheduleSync.State) -> SyncMessage {
    SyncMessage(
      server: serverURL ?? "", lastSuccess: state.lastSuccess?.iso8601, lastAttempt: state.lastAttempt?.iso8601,
      error: state.error, schedules: state.schedules)
  }
}
