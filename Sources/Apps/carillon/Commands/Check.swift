import ArgumentParser
import ControlMessages
import ScheduleFiles

struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check configuration and schedule files without running anything.",
    discussion: """
      A file whose name begins with "carillon" is a configuration, and the schedules that it names are checked with it; \
      any other is a schedule file. Of a folder, its carillon.yaml, where there is one, and its schedule files. Without \
      files: the configuration of --config, CARILLON_CONFIG, ./carillon.yaml or /etc/carillon/carillon.yaml. Status 1 when something is wrong, 0 with warnings alone.
      Examples: carillon check schedules/*.yaml; carillon check --online
      """)

  @Argument(help: "Files and folders.", completion: .yamlFiles)
  var files: [String] = []

  @Option(help: ArgumentHelp("A configuration file, whatever its name.", valueName: "file"), completion: .yamlFiles)
  var config: String?

  @Flag(help: "Also ask the servers that the configuration names whether they would take what schedules and bindings trigger.")
  var online = false

  @Flag(help: "Print JSON instead of text.")
  var json = false

  func run() async throws {
    let check = try FileCheck.usual(files: files, configuration: config)
    var report = check.report()
    if online, !report.hasErrors { try await OnlineFileCheck(check: check, config: config).add(to: &report) }
    writeOutput(json ? try jsonText(ItemList(items: report.problems.map(ProblemItem.init))) : report.text)
    if report.hasErrors { throw ExitStatus.failed }
  }
}
