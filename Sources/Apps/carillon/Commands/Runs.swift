import ArgumentParser
import ControlAPI
import ControlMessages

struct Runs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what became of due instants, newest first.",
    discussion: "Example: carillon runs nightly-training --limit 5")

  @Argument(help: ArgumentHelp("Only this schedule's.", valueName: "name|id"), completion: .scheduleNames)
  var schedule: String?

  @Option(help: ArgumentHelp("How many rows at most, up to \(RunListLimit.allowed.upperBound).", valueName: "count"))
  var limit = RunListLimit.standard

  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    guard RunListLimit.allowed.contains(limit) else {
      throw ValidationError("--limit \(limit) is not in \(RunListLimit.allowed.lowerBound)…\(RunListLimit.allowed.upperBound)")
    }
  }

  func run() async throws {
    let runs = try await daemon.operations().runs(schedule: schedule, limit: limit)
    try daemon.show(ItemList(items: runs)) { RunTable(runs: runs, moments: $0, screen: .ofOutput).text }
  }
}
