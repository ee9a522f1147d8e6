import CivilTime
import ControlAPI
import ControlMessages
import Engine
import ScheduleFiles
import Scheduling
import Seams
import Services

/// Schedules that are made over the control API.
extension DaemonOperations {
  func createSchedule(_ text: String, ifNoneExists: Bool, by caller: Caller?) async throws(ControlProblem) -> LocalScheduleChange {
    let schedule = try read(text)
    try check(schedule, by: caller)
    let name = schedule.record.name
    let clash = await engine.statuses.first { $0.schedule.name == name }?.schedule.definition.record.source
    if let clash { throw Self.taken(name, by: clash, ifNoneExists) }
    try await checkChain(of: schedule)
    let made = try await writing { store throws(StoreError) in try await local.create(name: name, text: text) }
    guard let made else { throw Self.taken(name, by: .local, ifNoneExists) }
    return LocalScheduleChange(item: try await taken(over: made), after: Self.shown(text))
  }

  func updateSchedule(
    _ nameOrID: String, _ text: String, expected: EntityTags?, by caller: Caller?
  ) async throws(ControlProblem) -> LocalScheduleChange {
    let present = try await localSchedule(nameOrID, expected)
    let schedule = try read(text)
    guard schedule.record.name == present.name else {
      throw ControlProblem(
        .conflict,
        "'\(present.name)' cannot be named '\(schedule.record.name)': its id and its ledger go by its name; create the other one, and delete this"
      )
    }
    try checkMayReplace(present, by: caller)
    try check(schedule, by: caller)
    try await checkChain(of: schedule)
    let changed = try await writing { store throws(StoreError) in try await local.replace(present, text: text) }
    guard let changed else { throw Self.overtaken(present.name, expected) }
    return LocalScheduleChange(item: try await taken(over: changed), before: Self.shown(present.text), after: Self.shown(text))
  }

  func deleteSchedule(
    _ nameOrID: String, expected: EntityTags?, by caller: Caller?
  ) async throws(ControlProblem) -> LocalScheduleChange {
    let present = try await localSchedule(nameOrID, expected)
    try checkMayReplace(present, by: caller)
    let item = try await self.schedule(present.id.description)
    let isRemoved = try await writing { store throws(StoreError) in try await local.remove(present) }
    guard isRemoved else { throw Self.overtaken(present.name, expected) }
    await sync.reloadLocal()
    return LocalScheduleChange(item: item, before: Self.shown(present.text))
  }

  func definition(_ nameOrID: String, by caller: Caller?) async throws(ControlProblem) -> DefinitionMessage {
    guard caller?.role == .admin else {
      throw ControlProblem(.forbidden, "definitions as they were written are for role admin; 'carillon show' has what others may see")
    }
    let present = try await localSchedule(nameOrID, nil)
    return DefinitionMessage(
      id: present.id.description, name: present.name, text: present.text, etag: present.etag, created: present.created.iso8601,
      updated: present.updated.iso8601)
  }

  // MARK: Finding

  private func localSchedule(_ nameOrID: String, _ expected: EntityTags?) async throws(ControlProblem) -> LocalSchedule {
    let status = try await find(nameOrID)
    let record = status.schedule.definition.record
    guard record.source == .local, let present = await local[record.id] else {
      throw Self.foreign(record.name, record.source, status.schedule.definition.bindingOrigin)
    }
    if let expected, !expected.contains(present.etag) { throw Self.overtaken(record.name, expected) }
    return present
  }

  /// The schedule as the engine has it now.
  private func taken(over schedule: LocalSchedule) async throws(ControlProblem) -> ScheduleItem {
    await sync.reloadLocal()
    return try await self.schedule(schedule.id.description)
  }

  // MARK: Checks

  private func read(_ text: String) throws(ControlProblem) -> FileSchedule {
    do throws(LocalDefinitionError) {
      return try readDefinition(text)
    } catch {
      var problem = ControlProblem(.badRequest, "the definition cannot be used: \(error.sentence)")
      problem.fields = error.problems.map { FieldProblem(path: $0.path, message: $0.message) }
      throw problem
    }
  }

  private func check(_ schedule: FileSchedule, by caller: Caller?) throws(ControlProblem) {
    guard let refusal = localRules.refusal(of: schedule.trigger, by: caller?.role) else { return }
    var problem = ControlProblem(.forbidden, "'\(schedule.record.name)' needs role admin: \(refusal)")
    problem.fields = [FieldProblem(path: "trigger", message: refusal)]
    throw problem
  }

  private func checkMayReplace(_ present: LocalSchedule, by caller: Caller?) throws(ControlProblem) {
    guard caller?.role != .admin else { return }
    // What cannot be read any more may have been anything.
    guard let trigger = try? readDefinition(present.text).trigger, localRules.refusal(of: trigger, by: caller?.role) == nil else {
      throw ControlProblem(.forbidden, "'\(present.name)' is an admin's: what it does needs role admin, and so does changing it")
    }
  }

  /// The scheduler would set it aside; better that it is never taken.
  private func checkChain(of schedule: FileSchedule) async throws(ControlProblem) {
    guard schedule.trigger.chain != nil else { return }
    var chains = ChainGraph()
    for status in await engine.statuses where status.schedule.id != schedule.record.id { chains.insert(status.schedule.definition) }
    guard let reason = chains.problem(with: schedule.definition) else { return }
    throw ControlProblem(.conflict, "'\(schedule.record.name)': \(reason.sentence)")
  }

  private func writing<Answer>(
    _ body: (any Store) async throws(StoreError) -> Answer
  ) async throws(ControlProblem) -> Answer {
    do throws(StoreError) {
      return try await body(store)
    } catch {
      throw ControlProblem(.unavailable, "nothing was changed: \(error)")
    }
  }

  /// The definition without secrets, for the audit log.
  private static func shown(_ text: String) -> JSONValue? {
    LocalScheduleText.json(text).map(SecretMembers(["headers", "env", "query", "form"]).hidden)
  }

  // MARK: Problems

  private static func taken(_ name: String, by source: ScheduleRecord.Source, _ ifNoneExists: Bool) -> ControlProblem {
    let holder =
      switch source {
      case .zenml: "a schedule of the ZenML server"
      case .file: "a schedule of a file"
      case .local: "a local schedule"
      }
    let advice =
      source == .local
      ? "change it with PUT ('carillon edit \(name)', 'carillon create --replace'), or give this one another name"
      : "give this one another name"
    return ControlProblem(ifNoneExists ? .preconditionFailed : .conflict, "'\(name)' is \(holder) already; \(advice)")
  }

  private static func foreign(_ name: String, _ source: ScheduleRecord.Source, _ origin: String?) -> ControlProblem {
    let place =
      switch source {
      case .zenml: "of the ZenML server: change it there ('carillon zenml schedules update', or 'carillon apply')"
      case .file: "in \(origin ?? "a file"): change it there; SIGHUP or 'carillon sync' reads it again"
      case .local: "being deleted just now"
      }
    return ControlProblem(.conflict, "'\(name)' is \(place)")
  }

  private static func overtaken(_ name: String, _ expected: EntityTags?) -> ControlProblem {
    let code: ControlProblem.Code = expected == nil ? .conflict : .preconditionFailed
    return ControlProblem(code, "'\(name)' has been changed meanwhile; read it again, and change what it is now")
  }
}

extension LocalSchedule {
  var etag: String { ScheduleItem.etag(updated: updated) }
}
