import ArgumentParser
import CivilTime
import ControlAPI
import ControlMessages

/// Which schedules a command is for.
struct SelectionOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("Names or ids of schedules.", valueName: "name|id"), completion: .scheduleNames)
  var schedules: [String] = []

  @Flag(help: "All schedules.")
  var all = false

  @Option(help: ArgumentHelp("All schedules with this tag.", valueName: "tag"))
  var tag: String?

  var selection: ScheduleSelection { ScheduleSelection(names: schedules, all: all, tag: tag) }

  func validate() throws {
    if let problem = selection.problem { throw ValidationError(problem) }
  }
}

struct Pause: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Let schedules start nothing until they are resumed.",
    discussion: """
      Their due instants are written down as skipped. What runs already goes on; 'carillon cancel' ends it.
      Example: carillon pause nightly-training --until 12h --reason "the cluster is moved"
      """)

  @OptionGroup var selection: SelectionOptions

  @Option(help: ArgumentHelp("When it ends by itself: a time (ISO 8601), or how long from now (90m, 2h, 1d).", valueName: "time"))
  var until: String?

  @Option(help: ArgumentHelp("Why, for those who ask later.", valueName: "text"))
  var reason: String?

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    let end = try until.map { try TimeArgument(text: $0).instant("--until", from: Moments.fromMachineClock().now) }
    let request = PauseRequest(selection: selection.selection, until: end?.iso8601, reason: reason)
    let schedules = try await daemon.operations().pause(request)
    try daemon.show(ItemList(items: schedules)) { ScheduleTable(schedules: schedules, moments: $0, screen: .ofOutput).text }
  }
}

struct Resume: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Let paused schedules fire again.",
    discussion: """
      What was due meanwhile stays skipped; with --replay it is run as a backfill, oldest first.
      Example: carillon resume nightly-training
      """)

  @OptionGroup var selection: SelectionOptions

  @Flag(help: "Run what was due meanwhile.")
  var replay = false

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    let schedules = try await daemon.operations().resume(ResumeRequest(selection: selection.selection, replay: replay))
    try daemon.show(ItemList(items: schedules)) { ScheduleTable(schedules: schedules, moments: $0, screen: .ofOutput).text }
  }
}
