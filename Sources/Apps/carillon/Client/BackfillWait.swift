import ControlAPI
import ControlMessages

/// Follows a backfill to the end of its last fire. Fires are claimed in order, so only the oldest ones are asked about.
struct BackfillWait {
  /// How far it is.
  struct Progress: Sendable {
    var done: Int
    var total: Int
    var failed: Int
    /// What has just ended.
    var last: RunItem
  }

  private static let pauseLength = Duration.milliseconds(250)

  let operations: any ScheduleOperations & LedgerOperations
  var pause: OutcomeWait.Pause = OutcomeWait.realPause
  /// Where it is said that the daemon is away.
  var tell: @Sendable (String) -> Void = { writeError($0) }

  /// - Returns: the backfill with the result of each of its fires.
  /// - Throws: when a fire will never be claimed, because its schedule has gone; `LostSight` when the daemon is away for too long.
  func results(of backfill: BackfillMessage, report: (Progress) -> Void) async throws -> BackfillMessage {
    var backfill = backfill
    var (open, failed) = (Array(backfill.instants.indices), 0)
    while !open.isEmpty {
      var hasMoved = false
      for index in open.prefix(backfill.maxParallel) {
        guard let row = try await ended(backfill.instants[index], of: backfill) else { continue }
        backfill.instants[index].result = row.outcome
        open.removeAll { $0 == index }
        if !row.hasSucceeded { failed += 1 }
        hasMoved = true
        report(Progress(done: backfill.instants.count - open.count, total: backfill.instants.count, failed: failed, last: row))
      }
      if !hasMoved { try await pause(Self.pauseLength) }
    }
    return backfill
  }

  /// The same, shown as it goes. Whatever comes of it, what is said next begins a line of its own.
  func results(of backfill: BackfillMessage, shownOn display: ProgressDisplay) async throws -> BackfillMessage {
    var (wait, display) = (self, display)
    if display.isTerminal { wait.tell = { [tell = tell] in tell("\n\($0)") } }
    display.begin(backfill.instants.count)
    defer { display.end() }
    return try await wait.results(of: backfill) { display.show($0) }
  }

  /// Nil while it has not ended.
  private func ended(_ item: BackfillMessage.Item, of backfill: BackfillMessage) async throws -> RunItem? {
    guard let fire = item.fireID else { return nil }
    do {
      let row = try await asked(of: backfill) { () async throws(ControlProblem) -> RunItem in try await operations.run(fire) }
      return row.isFinal ? row : nil
    } catch let problem as ControlProblem where problem.code == .notFound {}
    let schedule = try await asked(of: backfill) { () async throws(ControlProblem) -> ScheduleItem in
      try await operations.schedule(backfill.scheduleID)
    }
    if schedule.backfills.contains(where: { $0.id == backfill.id }) { return nil }
    // It may have been claimed between the two questions.
    let row = try await asked(of: backfill) { () async throws(ControlProblem) -> RunItem in try await operations.run(fire) }
    return row.isFinal ? row : nil
  }

  private func asked<Answer>(
    of backfill: BackfillMessage, _ question: () async throws(ControlProblem) -> Answer
  ) async throws -> Answer {
    let names = (name: "backfill \(backfill.id ?? "")", shownBy: "carillon runs \(backfill.schedule.shellQuoted)")
    return try await Patience(pause: pause, tell: tell).waiting(for: names, question)
  }
}
