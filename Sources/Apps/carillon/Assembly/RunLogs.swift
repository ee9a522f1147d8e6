import CivilTime
import ControlAPI
import ControlMessages
import Scheduling
import Seams
import ServiceLifecycle

/// Where the row of a fire is found, as it is now.
protocol FireRows: Sendable {
  func row(of fireID: String) async throws(ControlProblem) -> LedgerRow
}

extension DaemonOperations: FireRows {}

/// What runs have written, for those who ask over the control API.
struct RunLogs: Sendable {
  let rows: any FireRows
  let targets: [Scheduling.Trigger.Kind: any TriggerTarget]
  let clock: any WallClock

  /// How often the row of a fire is looked at while its newest attempt has nothing to wait for.
  static let lookInterval: Duration = .seconds(1)

  /// A piece of what an attempt wrote, from `offset` on; an empty one only when nothing came for so many seconds, at an end, or when
  /// the daemon is told to stop: it waits for those whom it answers.
  ///
  /// Without `attempt` it is the newest one's, and the last piece only when the fire has its outcome: another may follow. When one
  /// does meanwhile, an empty piece says so, with its number.
  func piece(
    of fireID: String, attempt: Int?, from offset: Int, wait seconds: Int
  ) async throws(ControlProblem) -> RunLogMessage {
    let deadline = clock.now().advanced(by: .seconds(seconds))
    var row = try await rows.row(of: fireID)
    let newest = row.attempt
    var wasAwaited = false
    while true {
      if let attempt, attempt < row.attempt { return try await piece(of: row, attempt, from: offset) }
      if attempt == nil, row.attempt != newest {
        return RunLogMessage(text: "", nextOffset: 0, isLast: false, hasGap: false, attempt: row.attempt)
      }
      var answer = try await newestPiece(of: row, attempt, from: offset, until: deadline, wasAwaited: wasAwaited)
      if attempt == nil, !row.outcome.isFinal { (answer.isLast, answer.lostBytes) = (false, nil) }
      let isAnswer = !answer.text.isEmpty || answer.isLast || row.outcome.isFinal
      if isAnswer || clock.now() >= deadline || isToAnswer { return answer }
      row = try await nextRow(after: row, until: deadline)
      wasAwaited = true
    }
  }

  /// The row when it says something else of its attempt, or as it is at the deadline.
  private func nextRow(after row: LedgerRow, until deadline: Instant) async throws(ControlProblem) -> LedgerRow {
    while true {
      let look = min(deadline, clock.now().advanced(by: Self.lookInterval))
      await cancelWhenGracefulShutdown { await Doorbell().wait(until: look, by: clock) }
      if isToAnswer { return row }
      let next = try await rows.row(of: row.id.description)
      let hasChanged = next.outcome != row.outcome || next.attempt != row.attempt
      if hasChanged || clock.now() >= deadline { return next }
    }
  }

  /// True when nobody is to wait any longer: who asked has gone, or the daemon stops.
  private var isToAnswer: Bool { Task.isCancelled || Task.isShuttingDownGracefully }

  /// What the attempt of the row wrote; waits for as long as that writes.
  /// - Parameter wasAwaited: it had not written anything when it was asked for, and the fire had not ended.
  private func newestPiece(
    of row: LedgerRow, _ attempt: Int?, from offset: Int, until deadline: Instant, wasAwaited: Bool
  ) async throws(ControlProblem) -> RunLogMessage {
    if let attempt, attempt > row.attempt {
      let count = row.attempt == 1 ? "one attempt" : "\(row.attempt) attempts"
      throw ControlProblem(.notFound, "fire \(row.id) of '\(row.scheduleName)' has had \(count): there is no attempt \(attempt)")
    }
    guard row.sentAt != nil, !row.wasRefused, let fire = Fire(row), let target = targets[fire.trigger.kind] else {
      throw ControlProblem(
        .conflict, "fire \(row.id) of '\(row.scheduleName)' has no log: it is \(row.outcome.rawValue), and nothing was started")
    }
    let patience = max(.zero, clock.now().duration(to: deadline))
    let result = await log(of: fire, target, from: offset, patience)
    // The fire was ended before the attempt began.
    if wasAwaited, row.outcome.isFinal, result == .nothing {
      return RunLogMessage(text: "", nextOffset: offset, isLast: true, hasGap: false, attempt: row.attempt)
    }
    return try message(of: result, row, row.attempt, from: offset, hasEnded: row.outcome.isFinal)
  }

  /// What takes no time is asked for to its end, also while the daemon stops.
  private func log(of fire: Fire, _ target: any TriggerTarget, from offset: Int, _ patience: Duration) async -> RunLogResult {
    guard patience > .zero, !isToAnswer else { return await target.log(of: fire, from: offset, patience: .zero) }
    return await cancelWhenGracefulShutdown { await target.log(of: fire, from: offset, patience: patience) }
  }

  /// What an attempt wrote that a later one has followed. Of a server's run the row names the last one alone.
  private func piece(of row: LedgerRow, _ attempt: Int, from offset: Int) async throws(ControlProblem) -> RunLogMessage {
    var earlier = row
    (earlier.attempt, earlier.runID) = (attempt, nil)
    guard let fire = Fire(earlier), let target = targets[fire.trigger.kind] else {
      throw ControlProblem(.conflict, "fire \(row.id) of '\(row.scheduleName)' has no log")
    }
    let result = await target.log(of: fire, from: offset, patience: .zero)
    var answer = try message(of: result, row, attempt, from: offset, hasEnded: true)
    if answer.text.isEmpty { answer.isLast = true }
    return answer
  }

  /// - Parameter hasEnded: whether the attempt that is asked for has.
  private func message(
    of log: RunLogResult, _ row: LedgerRow, _ attempt: Int, from offset: Int, hasEnded: Bool
  ) throws(ControlProblem) -> RunLogMessage {
    switch log {
    case .piece(let piece):
      return RunLogMessage(
        text: piece.text, nextOffset: piece.next, isLast: piece.isLast, hasGap: piece.hasGap, attempt: attempt,
        lostBytes: piece.lostBytes == 0 ? nil : piece.lostBytes)
    case .nothing:
      // Whoever follows a log would ask for ever.
      if hasEnded { throw ControlProblem(.conflict, "fire \(row.id) of '\(row.scheduleName)': what it wrote is no longer kept") }
      return RunLogMessage(text: "", nextOffset: offset, isLast: false, hasGap: false, attempt: attempt)
    case .none(let reason): throw ControlProblem(.conflict, "fire \(row.id) of '\(row.scheduleName)': \(reason.sentence)")
    case .unavailable(let reason): throw ControlProblem(.unavailable, "the log of fire \(row.id) cannot be read now: \(reason.sentence)")
    }
  }
}
