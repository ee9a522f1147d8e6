import ControlMessages

/// Asks again while the daemon is away: one that restarts is back within seconds, and what it had under way goes on.
struct Patience {
  static let limit = Duration.seconds(60)
  static let step = Duration.seconds(1)

  var pause: OutcomeWait.Pause = OutcomeWait.realPause
  /// Where it is said, once for each time that the daemon is away.
  var tell: @Sendable (String) -> Void = { writeError($0) }

  /// The answer to a question; whoever waits for it is told when nobody answers.
  /// - Throws: what the daemon declines at once, and that it is away after `limit`.
  func asking<Answer>(_ question: () async throws(ControlProblem) -> Answer) async throws -> Answer {
    let start = ContinuousClock.now
    var waited = Duration.zero
    while true {
      do throws(ControlProblem) {
        return try await question()
      } catch {
        // A question may take long to fail.
        guard error.code == .unavailable, max(waited, start.duration(to: ContinuousClock.now)) < Self.limit else { throw error }
        if waited == .zero { tell("carillon: \(error.message.printable); it is asked again for up to 60 s\n") }
      }
      try await pause(Self.step)
      waited += Self.step
    }
  }

  /// The same of what goes on without us.
  /// - Parameter what: what is waited for, and what shows its end later.
  /// - Throws: `LostSight` when the daemon is away for too long.
  func waiting<Answer>(
    for what: (name: String, shownBy: String), _ question: () async throws(ControlProblem) -> Answer
  ) async throws -> Answer {
    do {
      return try await asking(question)
    } catch let problem as ControlProblem where problem.code == .unavailable {
      throw LostSight(name: what.name, shownBy: what.shownBy, problem: problem)
    }
  }
}

/// The daemon was away for longer than a wait goes on: nobody knows how what was waited for has ended, or will.
struct LostSight: Error, CustomStringConvertible {
  let name: String
  let shownBy: String
  let problem: ControlProblem

  var description: String {
    "\(problem.message)\n\(name) goes on without us, or when the daemon runs again: do not start it again for that; "
      + "'\(shownBy)' shows how it ends"
  }
}
