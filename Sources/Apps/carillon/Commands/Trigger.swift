import ArgumentParser
import ControlAPI
import ControlMessages

struct Trigger: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fire a schedule now, besides its due instants.",
    discussion: """
      With --wait the command ends with the run: status 0 when it succeeded, 1 when not, 3 when the daemon is away for a \
      minute: the run goes on.
      Example: carillon trigger nightly-training --wait
      """)

  @Argument(help: ArgumentHelp("The schedule's name or id.", valueName: "name|id"), completion: .scheduleNames)
  var schedule: String

  @Flag(help: "Wait until the outcome is final.")
  var wait = false

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    let operations = try daemon.operations()
    var run = try await operations.trigger(schedule)
    if wait { run = try await OutcomeWait(operations: operations).outcome(of: run) }
    try daemon.show(run) { _ in runLine(run) }
    if wait, !run.hasSucceeded { throw ExitStatus.failed }
  }
}
