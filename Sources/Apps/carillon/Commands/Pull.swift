import ArgumentParser
import ControlMessages
import Foundation
import ScheduleFiles
import Scheduling

struct Pull: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the ZenML server's schedules as files.",
    discussion: """
      One file for each schedule that says what to start: by its carillon.binding, or because its pipeline has one deployment. The \
      others are named, and so are those whose binding a daemon would refuse: commands, for example, come from files of this machine \
      alone. A file that says something else already is left alone unless --force is given. \
      The folder must not be one that the configuration's schedules: reads: each schedule would be there twice, and fire twice.
      Example: carillon pull pulled/
      """)

  @Argument(help: ArgumentHelp("Where the files go; made when it is not there.", valueName: "folder"))
  var folder: String

  @Flag(help: "Overwrite files that say something else.")
  var force = false

  @Option(help: ArgumentHelp("The configuration that names the server.", valueName: "file"), completion: .yamlFiles)
  var config: String?

  @Flag(help: "Print JSON instead of text.")
  var json = false

  func run() async throws {
    let configuration = try ServerLocation(config: config).configuration()
    try Self.check(folder, configuration)
    let server = try ServerSchedules(configuration)
    let rules = PullRules(configuration)
    let pulled = try await server.listing().map { PulledSchedule($0, by: rules) }.sorted { $0.name < $1.name }
    let items = try PulledFiles(folder: folder, overwrites: force).write(pulled)
    writeOutput(json ? try jsonText(ItemList(items: items)) : PullText(items: items, server: server.serverURL).text)
    if items.contains(where: { $0.result == .different }) { throw ExitStatus.failed }
  }

  /// A daemon that has a schedule of a file and of the server fires both.
  static func check(_ folder: String, _ configuration: Configuration) throws(ControlProblem) {
    guard let path = configuration.schedulesPath(over: folder) else { return }
    throw ControlProblem(
      .badRequest,
      "'\(folder)' belongs to \(path), which the configuration reads (schedules:), so that each schedule would be there twice, of the "
        + "server and of a file, and fire twice; name a folder of its own, such as pulled/")
  }
}
