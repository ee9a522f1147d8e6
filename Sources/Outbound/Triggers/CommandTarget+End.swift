import Commands
import Scheduling

/// How the end of a command is waited for.
extension CommandTarget {
  /// Between two looks at a command that cannot be watched: its end is known so much later.
  private static let lookInterval: Duration = .seconds(5)

  /// The end of the fire's command, and before it, to `tell`, whether it can be seen. Nil when the wait was cancelled: the
  /// command goes on.
  ///
  /// Only an exit record is an end, or a mark whose lock nobody holds any more. What goes wrong while one looks for them says
  /// nothing about the command.
  func end(of fire: Fire, telling tell: @escaping @Sendable (CommandProgress.Event) -> Void) async -> RunObservation? {
    while !Task.isCancelled {
      do {
        return Self.end(try await runs.exit(of: Self.runName(of: fire), watching: { tell(.seen) }), of: fire)
      } catch let error as CommandRunError where error.isFinal {
        return RunObservation(status: "unreadable", outcome: .lost, reason: Reason("run_unreadable", "\(error)"))
      } catch CommandRunError.outOfSight {
        // Somebody holds its lock, so it runs. After a restart with PrivateUsers= and ProtectProc= /proc hides the supervisors
        // of the daemon before.
        tell(.seen)
      } catch let error as CommandRunError {
        tell(.unseen(Reason("run_unreachable", "\(error)")))
      } catch {
        return nil
      }
      try? await pause(Self.lookInterval)
    }
    return nil
  }

  private static func end(_ state: CommandState, of fire: Fire) -> RunObservation? {
    switch state {
    case .exited(let exit): RunObservation(exit, of: fire)
    case .notStarted, .lost: RunObservation(status: "lost", outcome: .lost, reason: lostReason)
    case .running: nil
    }
  }
}
