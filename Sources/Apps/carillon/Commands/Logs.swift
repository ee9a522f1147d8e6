import ArgumentParser
import ControlAPI
import ControlMessages

struct Logs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what a run has written.",
    discussion: """
      The output of a command, or the run log of the ZenML server. Give a fire's id, or a schedule's name or id for its newest run.
      Of a fire with several attempts the last one is shown; of a command, --attempt shows an earlier one. -f goes on with each attempt
      that follows, until the fire has ended.
      Examples: carillon logs nightly-training -f; carillon logs 0b5c3c3e-8a53-5d0e-9a56-6ad24bb15f0c
      """)

  @Argument(
    help: ArgumentHelp("A fire's id, or its first eight digits or more, or a schedule's name or id.", valueName: "run"),
    completion: .scheduleNames)
  var run: String

  @Flag(name: [.customShort("f"), .long], help: "Go on until the run has ended.")
  var follow = false

  @Option(help: ArgumentHelp("Of a command that was run several times (retry.attempts): which time, from 1 on.", valueName: "number"))
  var attempt: Int?

  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    let allowed = RunLogAttempt.allowed
    if let attempt, !allowed.contains(attempt) {
      throw ValidationError("--attempt \(attempt) is not in \(allowed.lowerBound)…\(allowed.upperBound)")
    }
  }

  func run() async throws {
    let operations = try daemon.operations()
    let fire = try await operations.fireWithRun(run)
    let reader = LogReader(operations: operations, fire: fire, attempt: attempt, isFollowing: follow, show: write) { writeError($0) }
    try await reader.read()
  }

  private func write(_ piece: RunLogMessage) {
    if daemon.json {
      if let text = try? jsonText(piece) { writeOutput(text) }
    } else {
      writeOutput(piece.text)
    }
  }
}
