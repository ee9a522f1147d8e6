import ArgumentParser
import CivilTime
import ControlAPI
import ControlMessages

struct Backfill: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run past due instants now, with a progress bar on a terminal.",
    discussion: """
      Each gets a fire of its own, oldest first, whatever became of it before. On a terminal, and with --wait, the command ends \
      with the last of them: status 0 when all succeeded, 1 when not, 3 when the daemon is away for a minute: they go on. Ctrl-C \
      ends the wait alone. In a pipe, and with --json, nothing is waited for without --wait.
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

  @Flag(inversion: .prefixedNo, help: "Wait until all have ended, or do not; on a terminal it is waited unless told otherwise.")
  var wait: Bool?

  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    let allowed = BackfillRequest.parallelAllowed
    guard allowed.contains(maxParallel) else {
      throw ValidationError("--max-parallel \(maxParallel) is not in \(allowed.lowerBound)…\(allowed.upperBound)")
    }
    if wait == true, dryRun { throw ValidationError("--wait and --dry-run exclude each other: a dry run starts nothing") }
  }

  func run() async throws {
    let request = BackfillRequest(
      from: try TimeArgument(text: from).instant("--from").iso8601, to: try TimeArgument(text: to).instant("--to").iso8601,
      maxParallel: maxParallel, dryRun: dryRun)
    let operations = try daemon.operations()
    var backfill = try await operations.backfill(schedule, request)
    let waits = wait ?? isWatched
    if waits { backfill = try await results(of: backfill, operations) }
    try daemon.show(backfill) { BackfillText(backfill: backfill, moments: $0, screen: .ofOutput).text }
    if waits, !backfill.instants.allSatisfy(\.hasSucceeded) { throw ExitStatus.failed }
  }

  /// Somebody sits before it, and no program types or reads: a script goes on as soon as the backfill is taken.
  private var isWatched: Bool { !dryRun && !daemon.json && Confirmation.isPossible && TerminalWidth.isOutput }

  private func results(of backfill: BackfillMessage, _ operations: any ControlOperations) async throws -> BackfillMessage {
    guard errorsAreOnATerminal else { return try await followed(backfill, operations) }
    let words = BackfillText.goesOn(backfill)
    return try await Interruptible.during({ try await followed(backfill, operations) }, atSignal: { writeError(words) })
  }

  private func followed(_ backfill: BackfillMessage, _ operations: any ControlOperations) async throws -> BackfillMessage {
    let display = ProgressDisplay(isTerminal: errorsAreOnATerminal)
    return try await BackfillWait(operations: operations).results(of: backfill, shownOn: display)
  }
}
