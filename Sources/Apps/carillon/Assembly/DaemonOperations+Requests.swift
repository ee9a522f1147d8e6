import CivilTime
import ControlMessages
import Engine
import Scheduling
import Seams

/// What people ask the daemon to do with schedules and fires.
extension DaemonOperations {
  // MARK: Pauses

  func pause(_ request: PauseRequest) async throws(ControlProblem) -> [ScheduleItem] {
    let until = try request.until.map { text throws(ControlProblem) in try instant(text, "until") }
    if let until, until <= clock.now() { throw ControlProblem(.badRequest, "until: \(until.iso8601) is over already") }
    var chosen = try await select(request.selection)
    // Whoever pauses everything for two hours ends no pause that lasts longer.
    if request.selection.names.isEmpty { chosen.removeAll { $0.memory.pause?.lasts(until: until) ?? false } }
    let reason = Reason("paused", request.reason ?? "it was paused by command")
    return try await change(chosen) { id throws(SchedulerEngine.Declined) in try await engine.pause(id, until: until, reason: reason) }
  }

  func resume(_ request: ResumeRequest) async throws(ControlProblem) -> [ScheduleItem] {
    var chosen = try await select(request.selection)
    if request.selection.names.isEmpty { chosen.removeAll { $0.memory.pause == nil } }
    // Before anything is done: who is told that it is refused takes it that nothing is.
    if let unpaused = chosen.first(where: { $0.memory.pause == nil }) { throw refused(unpaused, .notPaused) }
    return try await change(chosen) { id throws(SchedulerEngine.Declined) in try await engine.resume(id, replay: request.replay) }
  }

  private func select(_ selection: ScheduleSelection) async throws(ControlProblem) -> [ScheduleStatus] {
    if let problem = selection.problem { throw ControlProblem(.badRequest, problem) }
    if !selection.names.isEmpty {
      var found: [ScheduleStatus] = []
      for name in selection.names { found.append(try await find(name)) }
      return found
    }
    let all = await engine.statuses.sorted { ($0.schedule.name, $0.schedule.id) < ($1.schedule.name, $1.schedule.id) }
    guard let tag = selection.tag else { return all }
    let tagged = all.filter { $0.schedule.definition.tags.contains(tag) }
    guard !tagged.isEmpty else { throw ControlProblem(.notFound, "no schedule has the tag '\(tag)'; 'carillon list' shows all tags") }
    return tagged
  }

  private func change(
    _ chosen: [ScheduleStatus], _ body: (Identifier) async throws(SchedulerEngine.Declined) -> Void
  ) async throws(ControlProblem) -> [ScheduleItem] {
    var items: [ScheduleItem] = []
    for status in chosen {
      do throws(SchedulerEngine.Declined) {
        try await body(status.schedule.id)
      } catch {
        // One that went, or whose pause ended, while the others had their turn: what was asked for holds of them.
        if !items.isEmpty { continue }
        throw refused(status, error.reason)
      }
      if let status = await engine.status(of: status.schedule.id) { items.append(ScheduleItem(status)) }
    }
    if !items.isEmpty { try await makeDurable("that holds, but cannot be written down yet") }
    return items
  }

  private func refused(_ status: ScheduleStatus, _ reason: Reason) -> ControlProblem {
    ControlProblem(.conflict, "'\(status.schedule.name)': \(status.sentence(of: reason))")
  }

  // MARK: Backfills

  func backfill(_ nameOrID: String, _ request: BackfillRequest) async throws(ControlProblem) -> BackfillMessage {
    let status = try await find(nameOrID)
    guard BackfillRequest.parallelAllowed.contains(request.maxParallel) else {
      let allowed = BackfillRequest.parallelAllowed
      throw ControlProblem(.badRequest, "max_parallel \(request.maxParallel) is not in \(allowed.lowerBound)…\(allowed.upperBound)")
    }
    let (from, to) = (try instant(request.from, "from"), try instant(request.to, "to"))
    let instants = try self.instants(of: status, from: from, to: to)
    let outcomes = try await self.outcomes(of: status, at: instants)
    var backfill: Scheduling.Backfill?
    if request.dryRun, status.schedule.definition.trigger == nil {
      throw notBackfilled(status, status.schedule.definition.reason ?? Reason("no_binding", "nothing says what to start"))
    }
    if !request.dryRun, let first = instants.first, let last = instants.last {
      let wanted = Scheduling.Backfill(
        id: .random(), after: first.advanced(by: .microseconds(-1)), through: last, maxParallel: request.maxParallel)
      do throws(SchedulerEngine.Declined) {
        try await engine.backfill(status.schedule.id, wanted)
      } catch {
        throw notBackfilled(status, error.reason)
      }
      try await makeDurable("backfill \(wanted.id) of '\(status.schedule.name)' begins when the ledger can be written")
      backfill = wanted
    }
    return BackfillMessage(
      id: backfill?.id.description, scheduleID: status.schedule.id.description, schedule: status.schedule.name,
      instants: instants.map { due in
        .init(due: due.iso8601, fireID: backfill?.fireID(due: due).description, outcome: outcomes[due]?.rawValue)
      }, maxParallel: request.maxParallel)
  }

  private func notBackfilled(_ status: ScheduleStatus, _ reason: Reason) -> ControlProblem {
    ControlProblem(.conflict, "'\(status.schedule.name)' cannot be backfilled: \(reason.sentence)")
  }

  private func instants(of status: ScheduleStatus, from: Instant, to: Instant) throws(ControlProblem) -> [Instant] {
    guard from <= to else { throw ControlProblem(.badRequest, "from \(from.iso8601) is after to \(to.iso8601)") }
    guard let due = status.schedule.due else {
      throw ControlProblem(.conflict, "'\(status.schedule.name)' is \(status.state.rawValue): \(status.reason?.sentence ?? "")")
    }
    let now = clock.now()
    guard from <= now else {
      throw ControlProblem(.badRequest, "from \(from.iso8601) is in the future; a backfill starts what was due up to now")
    }
    guard to <= now else {
      throw ControlProblem(
        .badRequest,
        "to \(to.iso8601) is in the future; a backfill starts what was due up to now: give \(now.roundedDownToSecond.iso8601) or earlier")
    }
    var instants: [Instant] = []
    var next = due.next(after: from.advanced(by: .microseconds(-1)))
    while let instant = next, instant <= to {
      guard instants.count < BackfillMessage.largest else {
        throw ControlProblem(
          .badRequest, "'\(status.schedule.name)' was due more than \(BackfillMessage.largest) times in that stretch; ask for a part of it")
      }
      instants.append(instant)
      next = due.next(after: instant)
    }
    guard !instants.isEmpty else {
      throw ControlProblem(
        .conflict, "'\(status.schedule.name)' was not due from \(from.iso8601) to \(to.iso8601); 'carillon next --from' shows when it is")
    }
    return instants
  }

  /// - Parameter instants: in order.
  private func outcomes(of status: ScheduleStatus, at instants: [Instant]) async throws(ControlProblem) -> KnownOutcomes {
    guard let first = instants.first, let last = instants.last else { return KnownOutcomes() }
    let rules = status.schedule.due.map { [status.revision: $0] } ?? [:]
    do throws(StoreError) {
      return try await KnownOutcomes.read(
        of: status.schedule.id, by: rules, zoneNamed: zoneNamed, in: first...last, from: store, pages)
    } catch {
      throw ControlProblem(.unavailable, "the ledger cannot be read: \(error)")
    }
  }

  // MARK: Fires

  func log(_ fireID: String, attempt: Int?, from offset: Int, wait seconds: Int) async throws(ControlProblem) -> RunLogMessage {
    try await runLogs.piece(of: fireID, attempt: attempt, from: offset, wait: seconds)
  }

  var runLogs: RunLogs { RunLogs(rows: self, targets: targets, clock: clock) }

  func cancel(_ fireID: String, force: Bool) async throws(ControlProblem) -> RunItem {
    let row = try await self.row(of: fireID)
    do throws(SchedulerEngine.Declined) {
      try await engine.cancel(row.id, force: force)
    } catch {
      let end = row.outcome.isFinal ? "it has ended: \(row.outcome.rawValue)" : error.reason.sentence
      throw ControlProblem(.conflict, "fire \(row.id) of '\(row.scheduleName)' cannot be cancelled: \(end)")
    }
    let item = RunItem(await engine.activeRow(row.id) ?? row.cancelled)
    try await makeDurable("fire \(row.id) of '\(row.scheduleName)' is being cancelled, which cannot be written down yet")
    return item
  }
}

extension LedgerRow {
  /// As it is being written when it was cancelled while it waited.
  fileprivate var cancelled: LedgerRow {
    var row = self
    (row.outcome, row.reason) = (.cancelled, .cancelledWhileWaiting(inDoubt: outcome == .unknown))
    return row
  }
}

extension ScheduleStatus {
  /// Why it refuses; for one that is not paused by command, whether its source has deactivated it.
  fileprivate func sentence(of reason: Reason) -> String {
    let definition = schedule.definition
    guard reason.code == "not_paused", definition.standing == .paused else { return reason.sentence }
    let place = definition.reason.map { " (\($0.sentence))" } ?? ""
    return "\(reason.sentence); its source has deactivated it\(place), and activates it again"
  }
}

extension Scheduling.Pause {
  /// True when it does not end before one that lasts until then.
  fileprivate func lasts(until other: Instant?) -> Bool {
    guard let until else { return true }
    return other.map { until >= $0 } ?? false
  }
}
