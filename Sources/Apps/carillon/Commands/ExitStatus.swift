import ArgumentParser
import ControlMessages
import ScheduleFiles

/// What the shell learns: 0 done, 1 failed, 2 asked wrongly, 3 the end of what was waited for was not seen.
enum ExitStatus: Int32, Error {
  case done = 0
  case failed = 1
  case usage = 2
  case unseen = 3
}

extension ExitStatus {
  /// The status for an error that ended `command`.
  static func of(_ error: any Error, in command: any ParsableCommand.Type) -> Int32 {
    switch error {
    case let status as ExitStatus: return status.rawValue
    case let problem as ControlProblem: return of(problem).rawValue
    case is LostSight: return unseen.rawValue
    case is ControlSocketPathError: return usage.rawValue
    case is ConfigurationError, is UntoldSocket: return failed.rawValue
    default:
      let code = command.exitCode(for: error)
      // argument-parser says 64, as sysexits.h does.
      return code == .validationFailure ? usage.rawValue : code.rawValue
    }
  }

  private static func of(_ problem: ControlProblem) -> ExitStatus {
    switch problem.code {
    case .ambiguous, .badRequest: usage
    default: failed
    }
  }
}
