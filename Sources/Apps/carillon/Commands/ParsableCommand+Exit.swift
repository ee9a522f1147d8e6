import ArgumentParser
import ControlMessages
import Glibc
import ScheduleFiles

extension AsyncParsableCommand {
  /// Runs the command that the process's arguments name, says on stderr what went wrong, and ends the process.
  static func runAndExit() async -> Never {
    Glibc.exit(await run(arguments: Array(CommandLine.arguments.dropFirst())))
  }

  /// - Returns: the exit status.
  private static func run(arguments: [String]) async -> Int32 {
    do {
      var command = try QuickRoot.suffices(for: arguments) ? QuickRoot.parseAsRoot(arguments) : parseAsRoot(arguments)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      return ExitStatus.done.rawValue
    } catch {
      if ExitStatus.of(error, in: self) == ExitStatus.usage.rawValue, let unknown = UnknownCommand.found(in: arguments, of: self) {
        writeError("carillon: \(unknown.sentence.printable)\n")
        return ExitStatus.usage.rawValue
      }
      return report(error)
    }
  }

  private static func report(_ error: any Error) -> Int32 {
    let status = ExitStatus.of(error, in: self)
    switch error {
    case is ExitStatus: break
    case let problem as ControlProblem: writeError("carillon: \(problem.sentence)\n")
    case let error as ControlSocketPathError: writeError("carillon: \(error)\n")
    case let error as ConfigurationError: writeError("\(error)\n")
    case let error as LostSight: writeError("carillon: \(error.description.printableLines)\n")
    case let error as UntoldSocket: writeError("\(error)\n")
    default:
      // Help and version come this way too, with status 0.
      let text = fullMessage(for: error) + "\n"
      if status == ExitStatus.done.rawValue { writeOutput(text) } else { writeError(text) }
    }
    return status
  }
}

extension ControlProblem {
  /// The message, and the ids to choose from when a name stands for several.
  var sentence: String {
    ([message.printableLines] + candidates.map { "  \($0.printable)" }).joined(separator: "\n")
  }
}
