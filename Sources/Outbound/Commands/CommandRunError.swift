/// Why a question about a run, or an order to it, has no answer.
package enum CommandRunError: Error, Equatable {
  case invalidName(String)
  /// A record is there but cannot be read.
  case unreadable(path: String, reason: String)
  /// A record is there but does not say what it has to: nobody but the supervisor should write it.
  case damaged(path: String, reason: String)
  /// The supervisor lives, for its lock is held, but not among the processes that this daemon can see: another PID
  /// namespace, or a /proc that hides it.
  case outOfSight(name: String, supervisor: Int32)
  /// The supervisor could not be watched or signalled.
  case unreachable(name: String, supervisor: Int32, reason: String)
  /// Its directory could not be watched.
  case notFollowed(name: String, reason: String)
  case stillRunning(name: String, supervisor: Int32)
  case notRemoved(path: String, reason: String)

  /// Whether asking again brings no other answer: there is an exit record, written once, and it cannot be understood.
  package var isFinal: Bool {
    switch self {
    case .invalidName: true
    case .damaged(let path, _): path.hasSuffix("/exit")
    case .unreadable, .outOfSight, .unreachable, .notFollowed, .stillRunning, .notRemoved: false
    }
  }
}

extension CommandRunError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .invalidName(let name):
      "\"\(name)\" cannot name a command run: 1 to \(CommandRuns.nameLengthMost) of A-Z a-z 0-9 . _ -, no leading dot"
    case .unreadable(let path, let reason):
      "cannot read \(path): \(reason)"
    case .damaged(let path, let reason):
      "\(path) is damaged: \(reason)"
    case .outOfSight(let name, let supervisor):
      "the supervisor \(supervisor) of the command run \(name) runs, but out of sight (another PID namespace, or a /proc that hides it)"
    case .unreachable(let name, let supervisor, let reason):
      "cannot reach the supervisor \(supervisor) of the command run \(name): \(reason)"
    case .notFollowed(let name, let reason):
      "cannot follow the output of the command run \(name): inotify: \(reason)"
    case .stillRunning(let name, let supervisor):
      "the command run \(name) is still running under supervisor \(supervisor)"
    case .notRemoved(let path, let reason):
      "cannot remove \(path): \(reason)"
    }
  }
}
