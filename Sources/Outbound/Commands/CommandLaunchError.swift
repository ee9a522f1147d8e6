/// Why a command was not started. Unless it is `alreadyStarted` or `noAnswer`, nothing was: the same name can be tried again.
package enum CommandLaunchError: Error, Equatable {
  case invalidName(String)
  case invalidSpecification(reason: String)
  /// A run of this name was started before, by this daemon or by one before it. Ask for its state.
  case alreadyStarted(name: String)
  /// The operating system refused to run the supervisor.
  case supervisorUnavailable(path: String, reason: String)
  /// The supervisor refused, with its own sentence.
  case refused(name: String, reason: String)
  /// Its turn did not come in time: a start before it hangs.
  case notBegun(name: String, limit: Duration)
  /// The supervisor did not say in time that it has started the command. It may have: ask for the run's state.
  case noAnswer(name: String, limit: Duration)
}

extension CommandLaunchError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .invalidName(let name):
      CommandRunError.invalidName(name).description
    case .invalidSpecification(let reason):
      "the command cannot be run: \(reason)"
    case .alreadyStarted(let name):
      "the command run \(name) was started before; a command is never started twice under one name"
    case .supervisorUnavailable(let path, let reason):
      "cannot run the command supervisor \(path): \(reason)"
    case .refused(let name, let reason):
      "cannot start the command run \(name): \(reason)"
    case .notBegun(let name, let limit):
      "the command run \(name) was not begun within \(limit.components.seconds) s: the start of another one before it hangs"
    case .noAnswer(let name, let limit):
      "the supervisor of the command run \(name) has not answered within \(limit.components.seconds) s: its start hangs"
    }
  }
}
