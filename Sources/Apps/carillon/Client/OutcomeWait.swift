import ControlAPI
import ControlMessages
import Scheduling

/// Follows a fire to its final outcome by asking again and again.
struct OutcomeWait {
  /// Quick answers for quick fires, then one question a second: a training run takes minutes.
  private static let firstPause = Duration.milliseconds(100)
  private static let longestPause = Duration.seconds(1)

  typealias Pause = @Sendable (Duration) async throws -> Void
  /// Waits by the real clock.
  static let realPause: Pause = { try await Task.sleep(for: $0) }

  let operations: any LedgerOperations
  let pause: Pause
  private let patience: Patience

  init(operations: any LedgerOperations, pause: @escaping Pause = realPause) {
    self.operations = operations
    self.pause = pause
    patience = Patience(pause: pause)
  }

  /// The row once its outcome is final. A daemon that is away meanwhile is waited for too.
  func outcome(of fire: RunItem) async throws -> RunItem {
    var row = fire
    var length = Self.firstPause
    while !row.isFinal {
      try await pause(length)
      length = min(length * 2, Self.longestPause)
      do {
        row = try await patience.waiting(for: ("fire \(fire.fireID)", "carillon runs \(fire.schedule.shellQuoted)")) {
          () async throws(ControlProblem) -> RunItem in try await operations.run(fire.fireID)
        }
      } catch let problem as ControlProblem {
        throw ControlProblem(problem.code, "\(problem.message) (waiting for fire \(fire.fireID), which goes on without us)")
      }
    }
    return row
  }
}

extension RunItem {
  /// An outcome that this version does not know counts as final once the row says when it ended.
  var isFinal: Bool { Outcome(rawValue: outcome)?.isFinal ?? (finishedAt != nil) }

  var hasSucceeded: Bool { outcome == Outcome.succeeded.rawValue }
}
