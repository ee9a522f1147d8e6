import CivilTime
import ControlMessages
import Engine
import Scheduling
import Seams
import Services

/// The ledger as a whole: its audit, its failures, its copies.
extension DaemonOperations {
  func audit(from: String?, to: String?) async throws(ControlProblem) -> AuditMessage {
    let now = clock.now()
    let start = try from.map { text throws(ControlProblem) in try instant(text, "from") }
    let end = try to.map { text throws(ControlProblem) in try instant(text, "to") } ?? now
    guard end <= now else { throw ControlProblem(.badRequest, "to \(end.iso8601) is in the future, for which nothing is owed yet") }
    if let start, start > now {
      throw ControlProblem(.badRequest, "from \(start.iso8601) is in the future, for which nothing is owed yet")
    }
    if let start, start > end { throw ControlProblem(.badRequest, "from \(start.iso8601) is after to \(end.iso8601)") }
    let auditor = LedgerAuditor(store: store, zoneNamed: zoneNamed)
    // Asked first: what is written meanwhile is in the ledger when it is read. After a freeze the engine may not have had its turn yet.
    await engine.settle(through: now)
    let (first, ends) = (await engine.firstUnwritten, await engine.answeringEnds(at: now))
    let unwritten = UnwrittenInstants(first: first ?? now, problem: await storeWatch.writeProblem(of: engine))
    let report = try await asking { _ throws(StoreError) in
      try await auditor.audit(from: start, to: unwritten.coveredEnd(of: end), answering: ends)
    }
    var message = AuditMessage(report, range: report.range)
    message.problem = unwritten.problem(before: end)
    return message
  }

  // MARK: Dead letters

  func deadLetters(limit: Int) async throws(ControlProblem) -> [RunItem] {
    try await asking { store throws(StoreError) in try await store.deadLetters(limit: limit) }.map(RunItem.init)
  }

  func replayDeadLetters(_ request: DeadLetterRequest) async throws(ControlProblem) -> DeadLetterMessage {
    var message = DeadLetterMessage(settled: [])
    for row in try await letters(request) {
      guard let fire = await replay(row, &message) else { continue }
      // A dead letter is dealt with when what stands for it is certain.
      try await makeDurable("fire \(fire.fireID) repeats \(row.id) when the ledger can be written")
      message.fires.append(fire)
      _ = try await settle(row, as: .replayed, &message)
    }
    return message
  }

  /// Nil when it is refused.
  private func replay(_ row: LedgerRow, _ message: inout DeadLetterMessage) async -> RunItem? {
    do throws(SchedulerEngine.Declined) {
      return RunItem(try await engine.replay(row))
    } catch {
      message.refused.append(.init(error.reason, ofReplaying: row.id))
      return nil
    }
  }

  func dropDeadLetters(_ request: DeadLetterRequest) async throws(ControlProblem) -> DeadLetterMessage {
    try Self.check(request)
    if request.all {
      let dropped = try await asking { store throws(StoreError) in try await OpenDeadLetters(store: store).drop() }
      return DeadLetterMessage(settled: dropped.map(\.description))
    }
    var message = DeadLetterMessage(settled: [])
    for row in try await letters(request) { _ = try await settle(row, as: .dropped, &message) }
    return message
  }

  /// - Returns: true when nobody had dealt with it before.
  private func settle(
    _ row: LedgerRow, as handling: DeadLetterHandling, _ message: inout DeadLetterMessage
  ) async throws(ControlProblem) -> Bool {
    let count = try await asking { store throws(StoreError) in try await store.settleDeadLetters([row.id], as: handling) }
    guard count > 0 else {
      message.refused.append(.init(fireID: row.id.description, reason: row.whyNoDeadLetter))
      return false
    }
    message.settled.append(row.id.description)
    return true
  }

  private static func check(_ request: DeadLetterRequest) throws(ControlProblem) {
    guard request.all != !request.fires.isEmpty else {
      throw ControlProblem(.badRequest, request.all ? "fire ids and --all exclude each other" : "give fire ids, or --all")
    }
  }

  /// Oldest first, so that they are run again in the order in which they were due.
  private func letters(_ request: DeadLetterRequest) async throws(ControlProblem) -> [LedgerRow] {
    try Self.check(request)
    if request.all {
      return try await asking { store throws(StoreError) in try await OpenDeadLetters(store: store).oldestFirst() }
    }
    let limit = RunListLimit.allowed.upperBound
    let open = try await asking { store throws(StoreError) in try await store.deadLetters(limit: limit) }
    var rows: [LedgerRow] = []
    for id in request.fires {
      let row = try await self.row(of: id)
      // An older one than are listed here is taken at its outcome's word.
      guard open.contains(where: { $0.id == row.id }) || (open.count == limit && row.outcome.reportClass == .failure) else {
        throw ControlProblem(.conflict, "fire \(row.id) is no dead letter: \(row.whyNoDeadLetter)")
      }
      // An id and its beginning may both be given.
      if !rows.contains(where: { $0.id == row.id }) { rows.append(row) }
    }
    return rows.sorted { ($0.due, $0.id) < ($1.due, $1.id) }
  }

  // MARK: The store

  func backUp(_ request: BackupRequest) async throws(ControlProblem) -> BackupMessage {
    guard request.path.hasPrefix("/") else { throw ControlProblem(.badRequest, "'\(request.path)' is no absolute path") }
    do throws(StoreError) {
      try await store.backUp(to: request.path)
    } catch {
      throw ControlProblem(.failure, "the store cannot be copied: \(error)")
    }
    return BackupMessage(path: request.path)
  }

  func verify() async throws(ControlProblem) -> VerifyMessage {
    let damage = try await asking { _ throws(StoreError) in try await storeWatch.verify() }
    return VerifyMessage(path: storeWatch.path, damage: damage, audit: damage.isEmpty ? try await audit(from: nil, to: nil) : nil)
  }
}

extension LedgerRow {
  /// Of a row that is none of those that nobody has dealt with.
  fileprivate var whyNoDeadLetter: String {
    switch outcome {
    case let end where end.isDeadLetter: "it was replayed or dropped already"
    case let end where end.isFinal: "it ended as \(end.spoken)"
    case let now: "it has not ended yet: it is \(now.spoken)"
    }
  }
}
