import ArgumentParser
import ControlAPI
import ControlMessages

struct Show: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show everything about one schedule.",
    discussion: "Example: carillon show nightly-training")

  @Argument(help: ArgumentHelp("The schedule's name or id.", valueName: "name|id"), completion: .scheduleNames)
  var schedule: String

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    let found = try await daemon.operations().schedule(schedule)
    try daemon.show(found) { ScheduleDetails(schedule: found, moments: $0, screen: .ofOutput).text }
  }
}
