import ArgumentParser
import ControlAPI
import ControlMessages

struct Runs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what became of due instants, newest first.",
    discussion: """
      With -f the newest rows, oldest first, and then each change as it comes, until Ctrl-C.
      Examples: carillon runs nightly-training --limit 5; carillon runs -f
      """)

  @Argument(help: ArgumentHelp("Only this schedule's.", valueName: "name|id"), completion: .scheduleNames)
  var schedule: String?

  @Option(help: ArgumentHelp("How many rows at most, up to \(RunListLimit.allowed.upperBound).", valueName: "count"))
  var limit = RunListLimit.standard

  @Flag(name: [.customShort("f"), .long], help: "Go on with what happens from now on.")
  var follow = false

  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    guard RunListLimit.allowed.contains(limit) else {
      throw ValidationError("--limit \(limit) is not in \(RunListLimit.allowed.lowerBound)…\(RunListLimit.allowed.upperBound)")
    }
  }

  func run() async throws {
    if follow { return try await followRuns() }
    let runs = try await daemon.operations().runs(schedule: schedule, limit: limit)
    try daemon.show(ItemList(items: runs)) { RunTable(runs: runs, moments: $0, screen: .ofOutput).text }
  }

  /// Listens first and reads the ledger then, so that nothing falls in between.
  private func followRuns() async throws {
    let operations = try daemon.operations()
    var following = EventFollowing(operations: operations, query: EventQuery(schedule: schedule))
    var shown: [String: RunItem] = [:]
    try await following.run(
      opened: {
        for run in try await operations.runs(schedule: schedule, limit: limit).reversed() {
          shown[run.fireID] = run
          try show(EventMessage(.run(run)))
        }
      },
      each: { event in
        if case .run(let run) = event.content, shown.removeValue(forKey: run.fireID) == run { return }
        if case .run = event.content { try show(event) }
        if case .gap = event.content { try show(event) }
      })
  }

  private func show(_ event: EventMessage) throws {
    guard daemon.json else { return writeOutput(EventLine(event: event).text ?? "") }
    if let record = EventRecord(event) { writeOutput(try record.text) }
  }
}
