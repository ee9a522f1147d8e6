import ArgumentParser
import CivilTime
import ControlAPI
import ControlMessages

struct Backfill: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run past due instants now.",
    discussion: """
      Each gets a fire of its own, oldest first, whatever became of it before. With --wait the command ends with the last of \
      them: status 0 when all succeeded, 1 when not, 3 when the daemon is away for a minute: they go on.
      Example: carillon backfill nightly-training --from 2026-11-01T00:00:00Z --to 2026-11-07T23:59:59Z --dry-run
      """)

  @Argument(help: ArgumentHelp("The schedule's name or id.", valueName: "name|id"), completion: .scheduleNames)
  var schedule: String

  @Option(help: ArgumentHelp("The first instant that may be run (ISO 8601).", valueName: "time"))
  var from: String

  @Option(help: ArgumentHelp("The last instant that may be run (ISO 8601).", valueName: "time"))
  var to: String

  @Flag(help: "Only list what would be run.")
  var dryRun = false

  @Option(help: ArgumentHelp("How many may be under way at a time.", valueName: "count"))
  var maxParallel = 1

  @Flag(help: "Wait until all have ended.")
  var wait = false

  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    let allowed = BackfillRequest.parallelAllowed
    guard allowed.contains(maxParallel) else {
      throw ValidationError("--max-parallel \(maxParallel) is not in \(allowed.lowerBound)…\(allowed.upperBound)")
    }
    if wait, dryRun { throw ValidationError("--wait and --dry-run exclude each other: a dry run starts nothing") }
  }

  func run() async throws {
    let request = BackfillRequest(
      from: try TimeArgument(text: from).instant("--from").iso8601, to: try TimeArgument(text: to).instant("--to").iso8601,
      maxParallel: maxParallel, dryRun: dryRun)
    let operations = try daemon.operations()
    var backfill = try await operations.backfill(schedule, request)
    if wait {
      var display = ProgressDisplay(isTerminal: errorsAreOnATerminal)
      backfill = try await BackfillWait(operations: operations).results(of: backfill) { display.show($0) }
      display.end()
    }
    try daemon.show(backfill) { BackfillText(backfill: backfill, moments: $0, screen: .ofOutput).text }
    if wait, !backfill.instants.allSatisfy(\.hasSucceeded) { throw ExitStatus.failed }
  }
}
