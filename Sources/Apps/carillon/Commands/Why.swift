import ArgumentParser
import CivilTime
import ControlAPI
import ControlMessages

struct Why: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what became of a due instant, and why.",
    discussion: """
      From the schedule's record to the ledger's row. Without --at: of the latest due instant that Carillon answers for, else \
      of the newest row. An instant that lies ahead is told as it will be if nothing changes.
      Example: carillon why nightly-training --at 2026-11-21T02:00:00Z
      """)

  @Argument(help: ArgumentHelp("The schedule's name or id.", valueName: "name|id"), completion: .scheduleNames)
  var schedule: String

  @Option(help: ArgumentHelp("The instant (ISO 8601, UTC unless it says otherwise).", valueName: "time"))
  var at: String?

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    let instant = try at.map { try TimeArgument(text: $0).instant("--at") }
    let why = try await daemon.operations().why(schedule, at: instant?.iso8601)
    try daemon.show(why) { WhyText(why: why, moments: $0, screen: .ofOutput).text }
  }
}
