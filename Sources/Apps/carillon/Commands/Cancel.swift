import ArgumentParser
import ControlAPI
import ControlMessages

struct Cancel: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "End a fire that is under way.",
    discussion: """
      One that was not started is not started any more; a run is asked to end, and ended by force after a minute.
      Example: carillon cancel 0b0ade00-1111-5222-8333-444444444444
      """)

  @Argument(help: ArgumentHelp("The fire's id, as 'carillon runs' shows it, or its first eight digits or more.", valueName: "fire"))
  var fire: String

  @Flag(help: "End the run by force at once.")
  var force = false

  @OptionGroup var daemon: DaemonOptions

  static func announcement(force: Bool) -> String { force ? "is being ended by force: " : "asked to end: " }

  func run() async throws {
    let run = try await daemon.operations().cancel(fire, force: force)
    try daemon.show(run) { _ in run.isFinal ? runLine(run) : Self.announcement(force: force) + runLine(run) }
  }
}
