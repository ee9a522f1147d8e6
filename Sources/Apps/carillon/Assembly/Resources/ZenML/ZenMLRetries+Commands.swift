import CivilTime
import ZenML

extension ZenMLRetries {
  /// For a command, behind which somebody waits: up to four more tries of each call, and a line about each wait.
  static func ofCommand(
    pause: @escaping OutcomeWait.Pause = OutcomeWait.realPause, tell: @escaping @Sendable (String) -> Void = { writeError($0) }
  ) -> ZenMLRetries {
    ZenMLRetries(count: 4, longestWait: .seconds(30)) { wait in
      tell("carillon: the server has no time now; it is asked again in \(wait.inWords)\n")
      try await pause(wait)
    }
  }
}
