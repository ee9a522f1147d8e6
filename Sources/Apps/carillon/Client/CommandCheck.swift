import ScheduleFiles
import Scheduling

/// What configurations, and the units that run their daemons, say about the commands of schedules.
struct CommandCheck {
  /// The machine's units; replaced in tests.
  var hindrances: (_ unit: String) -> [String] = CommandParts.hindrancesForCommands
  /// The first configuration that lets no schedule run a command.
  private var forbidding: String?
  /// The configurations that the packaged units read, and these units.
  private var units: [String] = []

  mutating func note(_ path: String, _ configuration: Configuration) {
    if !configuration.commands, forbidding == nil { forbidding = path }
    if let unit = DaemonUnit(reading: path) { units.append(unit.name) }
  }

  func problems(with catalog: FileCatalog) -> [FileProblem] {
    let commands =
      catalog.schedules.filter { Self.runsCommand($0.trigger) }.map { ($0.location, "schedule '\($0.record.name)'") }
      + catalog.bindings.filter { $0.content.trigger.map(Self.runsCommand) ?? false }.map { ($0.location, "the binding") }
    guard let first = commands.first else { return [] }
    if let forbidding {
      return commands.map { location, subject in
        let sentence = "\(subject) runs a command, and \(forbidding) has commands: false; write commands: true there to allow it"
        return FileProblem(file: location, message: sentence)
      }
    }
    return units.compactMap { unit in Self.warning(at: first.0, first.1, unit, hindrances(unit)) }
  }

  /// Of the many schedules that may run commands, one is told: the cure is the same for all.
  private static func warning(at location: String, _ subject: String, _ unit: String, _ hindrances: [String]) -> FileProblem? {
    guard !hindrances.isEmpty else { return nil }
    return FileProblem(
      .warning, file: location,
      message: "\(subject) runs a command, and \(unit) keeps from commands what many need (\(hindrances.joined(separator: ", "))); "
        + "its drop-in commands.conf gives it back: copy \(dropIn) to /etc/systemd/system/\(unit).d/, then "
        + "'systemctl daemon-reload' and restart the daemon")
  }

  private static let dropIn = "/usr/share/doc/carillon/examples/carillon.service.d/commands.conf"

  private static func runsCommand(_ trigger: Scheduling.Trigger) -> Bool { trigger.action.kind == .command }
}
