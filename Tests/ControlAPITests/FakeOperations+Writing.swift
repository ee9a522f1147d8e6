import ControlAPI
import ControlMessages
import Seams
import Synchronization
import Values

/// What was written down, in order; refuses to begin when it is told so.
final class FakeJournal: Sendable {
  struct State {
    var begun: [WriteRecord] = []
    var ended: [Int64: WriteEnding] = [:]
    var claims: [String: (request: String, answer: KeptAnswer?)] = [:]
    var isFull = false
  }

  let state = Mutex(State())

  var begun: [WriteRecord] { state.withLock { $0.begun } }
  /// In the order of the lines.
  var ended: [WriteEnding] { state.withLock { state in state.ended.sorted { $0.key < $1.key }.map(\.value) } }
  func fill() { state.withLock { $0.isFull = true } }
}

extension FakeOperations: WriteJournal {
  func begin(_ write: WriteRecord) async throws(ControlProblem) -> Int64 {
    let line: Int64? = journal.state.withLock { state in
      guard !state.isFull else { return nil }
      state.begun.append(write)
      return Int64(state.begun.count)
    }
    guard let line else { throw ControlProblem(.unavailable, "nothing was done: the disk is full") }
    return line
  }

  func end(_ line: Int64, _ ending: WriteEnding) async { journal.state.withLock { $0.ended[line] = ending } }

  func nameOfSchedule(in definition: String) -> String? { definition.contains("local") ? "local" : nil }

  func claim(_ key: WriteKey) async throws(ControlProblem) -> KeptAnswer? {
    let known = journal.state.withLock { state in
      let known = state.claims[key.who + key.key]
      if known == nil { state.claims[key.who + key.key] = (key.request, nil) }
      return known
    }
    guard let known else { return nil }
    guard known.request == key.request else { throw ControlProblem(.keyReused, "another request has the key") }
    guard let answer = known.answer else { throw ControlProblem(.conflict, "it is under way") }
    return answer
  }

  func settle(_ key: WriteKey, _ answer: KeptAnswer?) async {
    journal.state.withLock { $0.claims[key.who + key.key] = answer.map { (key.request, $0) } }
  }
}

/// One local schedule can be written, `local`; its tag is `1`.
extension FakeOperations {
  func createSchedule(_ text: String, ifNoneExists: Bool, by caller: Caller?) async throws(ControlProblem) -> LocalScheduleChange {
    guard text.contains("local") else {
      throw ControlProblem(ifNoneExists ? .preconditionFailed : .conflict, "nightly is a schedule of a file already")
    }
    return LocalScheduleChange(item: Self.local, after: ["name": "local", "by": .string(caller?.name ?? "nobody")])
  }

  func updateSchedule(
    _ nameOrID: String, _ text: String, expected: EntityTags?, by caller: Caller?
  ) async throws(ControlProblem) -> LocalScheduleChange {
    try check(nameOrID, expected)
    return LocalScheduleChange(item: Self.local, before: ["name": "old"], after: ["name": "local"])
  }

  func deleteSchedule(
    _ nameOrID: String, expected: EntityTags?, by caller: Caller?
  ) async throws(ControlProblem) -> LocalScheduleChange {
    try check(nameOrID, expected)
    return LocalScheduleChange(item: Self.local, before: ["name": "local"])
  }

  func definition(_ nameOrID: String, by caller: Caller?) async throws(ControlProblem) -> DefinitionMessage {
    try check(nameOrID, nil)
    return DefinitionMessage(id: Self.local.id, name: "local", text: "name: local\n", etag: "1", created: "c", updated: "u")
  }

  func auditLog(_ request: AuditLogRequest) async throws(ControlProblem) -> Page<AuditLogItem> {
    let item = AuditLogItem(
      id: 7, at: "2026-11-21T02:00:00Z", who: request.who ?? "user 0", role: "admin", from: "unix",
      operation: request.operation ?? "sync", subject: request.subject, requestID: "r", status: 200)
    return Page(index: request.page, maxSize: request.size, total: 1, items: [item])
  }

  private func check(_ nameOrID: String, _ expected: EntityTags?) throws(ControlProblem) {
    guard nameOrID == "local" else { throw ControlProblem(.conflict, "'\(nameOrID)' is in a file: change it there") }
    if let expected, !expected.contains("1") { throw ControlProblem(.preconditionFailed, "it has been changed meanwhile") }
  }

  static let local: ScheduleItem = {
    var item = ScheduleItem.example(id: "55555555-5555-5555-8555-555555555555", name: "local")
    item.source = "local"
    item.etag = "1"
    return item
  }()
}
