/// What is known about one run of a command.
package enum CommandState: Sendable, Equatable {
  /// There is no mark: the command never ran under this name, and may be started.
  case notStarted
  /// Its supervisor lives; `supervisor` is the process id.
  case running(supervisor: Int32)
  case exited(CommandExit)
  /// The mark is there, but no supervisor and no exit record: the machine crashed or the supervisor was killed.
  ///
  /// The command itself does not run any more (the kernel kills it with its supervisor), but how far it came is not
  /// known; processes that it had started may still run, until ``CommandRuns/removeLeftCgroups()`` ends those in its
  /// control group.
  case lost
}
