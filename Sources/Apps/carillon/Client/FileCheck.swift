import Alerts
import CivilTime
import ControlMessages
import Foundation
import Glibc
import ScheduleFiles
import Scheduling

/// Configurations and schedule files to be checked.
struct FileCheck {
  var configurations: [String]
  /// Files, folders and patterns.
  var schedules: [String]
  var environment: [String: String]
  /// What is over by then is told; nil: nothing is over.
  var now: Instant?

  /// Sorts what the command line names; without anything, the configuration that `serve` would find.
  static func usual(files: [String], configuration: String?) throws -> FileCheck {
    let environment = ProcessInfo.processInfo.environment
    var configurations = files.compactMap(configurationOf) + [configuration].compactMap { $0 }
    if files.isEmpty, configuration == nil {
      let usual = [environment[SocketLocation.configurationVariable], "carillon.yaml", SocketLocation.machineConfiguration]
      guard let found = usual.compactMap({ $0 }).first(where: { access($0, F_OK) == 0 }) else {
        throw ControlProblem(.badRequest, "nothing to check: name files, or a configuration with --config")
      }
      configurations = [found]
    }
    return FileCheck(
      configurations: configurations, schedules: files.filter { !isConfiguration($0) }, environment: environment,
      now: Moments.fromMachineClock().now)
  }

  func report() -> FileReport {
    var report = FileReport()
    let catalog = read(noting: &report).catalog
    report.add(catalog)
    let check = CatalogCheck(isWhole: !configurations.isEmpty, isSound: !report.hasErrors, now: now)
    report.problems += check.warnings(about: catalog)
    if report.files == 0, report.problems.isEmpty { report.problems += schedules.map(Self.emptiness) }
    return report
  }

  /// Nobody should take what was not looked at for sound.
  private static func emptiness(_ path: String) -> FileProblem {
    FileProblem(.warning, file: path, message: "nothing was checked: there is no carillon.yaml here and no schedule file (*.yaml, *.yml)")
  }

  /// What the files hold, under which limits, and the errors in them.
  func read() -> (catalog: FileCatalog, limits: DispatchLimits, errors: [FileProblem]) {
    var report = FileReport()
    let (catalog, limits) = read(noting: &report)
    return (catalog, limits, (report.problems + catalog.problems).filter { $0.severity == .error })
  }

  private func read(noting report: inout FileReport) -> (catalog: FileCatalog, limits: DispatchLimits) {
    var paths = schedules
    // Files alone do not say which calendars there are.
    var calendars: [CalendarDefinition]?
    // Files alone do not say what their daemon's configuration will.
    var allowsCallbacks = configurations.isEmpty
    var limits = DispatchLimits()
    // Files alone do not say which sinks there are.
    var alertSinks: Set<String>?
    for path in configurations {
      report.files += 1
      do throws(ConfigurationError) {
        let configuration = try Configuration.load(path: path, environment: environment)
        report.problems += configuration.warnings
        report.commands.note(path, configuration)
        report.certificates.note(path, configuration)
        paths += configuration.schedules
        limits = configuration.limits
        if configuration.publicURL != nil { allowsCallbacks = true }
        calendars = (calendars ?? []) + configuration.calendars
        alertSinks = (alertSinks ?? []).union(configuration.alerts.rules.sinks)
      } catch {
        report.problems += error.problems
      }
    }
    var reader = ScheduleFileReader(
      paths: paths, calendars: calendars, allowsCallbacks: allowsCallbacks, alertSinks: alertSinks, zoneNamed: CommandParts.zone(named:))
    return (reader.read(), limits)
  }

  /// What is one itself, or the `carillon.yaml` of a folder.
  private static func configurationOf(_ path: String) -> String? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      return isConfiguration(path) ? path : nil
    }
    let inside = path.hasSuffix("/") ? "\(path)carillon.yaml" : "\(path)/carillon.yaml"
    return access(inside, F_OK) == 0 ? inside : nil
  }

  /// By the same rule by which a folder's schedule files are told from a configuration beside them.
  private static func isConfiguration(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    return name.hasPrefix("carillon") && (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
  }
}

/// What a check found.
struct FileReport {
  var files = 0
  private(set) var schedules = 0
  private(set) var bindings = 0
  var problems: [FileProblem] = []
  var commands = CommandCheck()
  var certificates = CertificateCheck()

  var hasErrors: Bool { problems.contains { $0.severity == .error } }

  /// Limits that nothing here keeps would be a promise to nobody.
  private static func limitProblem(_ schedule: FileSchedule) -> FileProblem? {
    guard case .command(let command) = schedule.trigger.action, let problem = CommandParts.problem(with: command.limits) else { return nil }
    return FileProblem(at: schedule.location, message: "schedule '\(schedule.record.name)': \(problem)")
  }

  mutating func add(_ catalog: FileCatalog) {
    files += catalog.files.count
    schedules += catalog.schedules.count
    bindings += catalog.bindings.count
    problems += catalog.problems + catalog.warnings + catalog.schedules.compactMap(Self.limitProblem)
    problems += commands.problems(with: catalog) + certificates.problems
  }
}

/// A problem as `check --json` gives it.
struct ProblemItem: Codable, Sendable {
  /// `error` or `warning`.
  var severity: String
  var file: String
  /// From 1; null when the file as a whole is meant.
  @ExplicitNull var line: Int?
  @ExplicitNull var column: Int?
  var message: String

  init(_ problem: FileProblem) {
    severity = problem.severity == .error ? "error" : "warning"
    file = problem.file
    line = problem.line
    column = problem.column
    message = problem.message
  }
}
