import ArgumentParser
import CivilTime
import ControlMessages

struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Live through the next days without starting anything.",
    discussion: """
      The scheduler itself runs under a clock that jumps: how many fires in which minute, where herds gather, what overlaps, \
      what limits hold back. Files as for 'check'; without files, the schedule files of the configuration.
      Example: carillon simulate --days 30 --run-time 20m schedules
      """)

  @Argument(help: "Schedule files, folders, and configurations (whose limits count).")
  var files: [String] = []

  @Option(help: ArgumentHelp("A configuration file, whatever its name.", valueName: "file"), completion: .yamlFiles)
  var config: String?

  @Option(help: "How many days.")
  var days = 30

  @Option(help: ArgumentHelp("How long each run takes: 45s, 20m, 2h.", valueName: "duration"))
  var runTime = "1m"

  @Option(help: ArgumentHelp("Begin at this time (ISO 8601); default: this minute.", valueName: "time"))
  var from: String?

  @Flag(help: "Print JSON instead of text.")
  var json = false

  func validate() throws {
    guard (1...3660).contains(days) else { throw ValidationError("--days \(days) is not in 1…3660") }
  }

  func run() async throws {
    let moments = Moments.fromMachineClock()
    let start = try from.map { try TimeArgument(text: $0).instant("--from") } ?? moments.startOfMinute
    let length = try TimeArgument(text: runTime).duration("--run-time")
    let rehearsal = try Rehearsal(check: try FileCheck.usual(files: files, configuration: config))
    var display = SimulationDisplay()
    let report = await rehearsal.report(from: start, days: days, runTime: length) { display.show($0) }
    display.end()
    let item = SimulationItem(report, schedules: rehearsal.schedules.count)
    writeOutput(json ? try jsonText(item) : SimulationText(simulation: item, screen: .ofOutput).text)
  }
}
