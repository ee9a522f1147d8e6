import ArgumentParser
import ControlMessages
import Foundation
import ScheduleFiles
import Scheduling

struct Apply: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the schedules of files schedules of the ZenML server.",
    discussion: """
      Every Carillon that syncs this server fires them the same way from its next poll, if its server_bindings allow it. Trigger and \
      policy are kept as JSON in the schedule's metadata. Applying twice changes nothing. A change of the timing that the server \
      cannot make in place archives the old schedule and makes a new one.
      Teams that share a server give their files a set each, so that nobody's --prune archives what is another's.
      Examples: carillon apply schedules/ --diff; carillon apply vision/ --set vision --prune
      """)

  @Argument(help: "Schedule files and folders.")
  var files: [String]

  @Flag(help: "Only say what would change; status 1 when something would.")
  var diff = false

  @Flag(help: "Archive what an earlier apply of this set has made and no file here wants any more; refused where a path holds no file.")
  var prune = false

  @Option(
    help: ArgumentHelp(
      "The set that these files are, all of it; schedules of another set are left alone. What is applied without is a set, too.",
      valueName: "name"))
  var set: String?

  @Option(help: ArgumentHelp("The configuration that names the server.", valueName: "file"), completion: .yamlFiles)
  var config: String?

  @Flag(help: "Print JSON instead of text.")
  var json = false

  func validate() throws {
    guard let set else { return }
    // It stands in sentences and in what is typed.
    guard (1...100).contains(set.count), set.allSatisfy({ $0.isLetter || $0.isNumber || "-_./".contains($0) }) else {
      throw ValidationError("--set takes 1 to 100 letters, digits and -_./")
    }
  }

  func run() async throws {
    let configuration = try ServerLocation(config: config).configuration()
    let wanted = WantedSchedules(paths: files, calendars: configuration.calendars, zoneNamed: CommandParts.zone(named:))
    for warning in wanted.warnings { writeError("\(warning)\n") }
    let problems = wanted.problems + (prune ? wanted.problemsOfPruning : [])
    guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
    let server = try ServerSchedules(configuration)
    let plan = ApplyPlan(wanted: wanted.schedules, present: try await server.present(), prunes: prune, set: set)
    guard plan.obstacles.isEmpty else { throw ControlProblem(.badRequest, ApplyText.sentence(of: plan.obstacles)) }
    for warning in wanted.warningsOfRefusal(by: configuration.serverBindings) { writeError("\(warning)\n") }
    let report = diff ? ApplyReport(plan, of: server.serverURL) : try await ApplyRun(server: server).perform(plan)
    writeOutput(json ? try jsonText(report) : ApplyText(report: report, isDiff: diff).text)
    if report.steps.contains(where: { $0.error != nil }) { throw ExitStatus.failed }
    if diff, report.changes > 0 { throw ExitStatus.failed }
  }
}
