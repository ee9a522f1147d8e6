import ScheduleFiles
import Scheduling

/// The folder that an import writes to: what it has already keeps its name and its file.
struct CrontabFolder {
  private struct Holder {
    let name: String
    let file: String
    /// Nil for what is no command, and what cannot be known.
    let start: CrontabStart?
    /// True for the file that an import writes a schedule of this name to.
    var isOwnFile: Bool { file == CrontabFolder.ownFile(of: name) }
  }

  /// By name of a schedule, in small letters: files whose names differ by case alone are one on some disks.
  private var holders: [String: [Holder]] = [:]
  /// Commands by what is started; `backup` before `backup-2`.
  private var commands: [[String]: [Holder]] = [:]
  /// Those that have schedules, and those with an error, by their names in small letters.
  private var files: [String: String] = [:]
  /// Files with an error, in order: nobody knows all that they are to say. Each holds the name that it has itself, and those that its text
  /// seems to give.
  private(set) var faulty: [String] = []

  /// - Parameter path: of a folder, which may not be there yet.
  init(_ path: String) {
    let (catalog, _, errors) = FileCheck(configurations: [], schedules: [path], environment: [:]).read()
    for schedule in catalog.schedules {
      guard let file = schedule.definition.originFile.map({ Self.name(of: String($0)) }) else { continue }
      files[file.lowercased()] = file
      add(Holder(name: schedule.name, file: file, start: Self.start(of: schedule)))
    }
    for argv in commands.keys { commands[argv]?.sort { ($0.name.count, $0.name) < ($1.name.count, $1.name) } }
    let broken = Set(errors.map(\.file))
    for path in catalog.files where broken.contains(path) { addFaulty(path) }
  }

  private mutating func add(_ holder: Holder) {
    holders[holder.name.lowercased(), default: []].append(holder)
    if let start = holder.start { commands[start.command.argv, default: []].append(holder) }
  }

  private mutating func addFaulty(_ path: String) {
    let file = Self.name(of: path)
    files[file.lowercased()] = file
    faulty.append(file)
    let stem = file.split(separator: ".").dropLast().joined(separator: ".")
    for name in [stem] + SupposedNames(inFile: path).names where holders[name.lowercased()] == nil {
      add(Holder(name: name, file: file, start: nil))
    }
  }

  /// The name of a schedule that is a line's from an import before. For the command alone only a name that the import gives: elsewhere the
  /// same command at another time is something else. In a file that no import would write, all of the line must be there: the file is not
  /// written again.
  /// - Parameter taken: names of other lines, in small letters.
  func name(of line: CrontabNames.Line, _ likeness: CrontabStart.Likeness, except taken: Set<String>) -> CrontabNames.Given? {
    let found = commands[line.start.command.argv, default: []].first { holder in
      guard let start = holder.start, start.isLike(line.start, likeness), !taken.contains(holder.name.lowercased()) else { return false }
      switch likeness {
      case .whole: return true
      case .due: return holder.isOwnFile
      case .command: return holder.isOwnFile && CrontabName.isMade(holder.name, of: line.wanted)
      }
    }
    return found.map { CrontabNames.Given(name: $0.name, elsewhere: $0.isOwnFile ? nil : $0.file) }
  }

  /// The file that keeps a line of a crontab from having this name: it has the name, in whatever case, for something else, or says
  /// something else where the line's file would be. Nil when nothing is in the way, and when the file is that of the same command, from an
  /// import before.
  func holder(of name: String, otherThan argv: [String]) -> String? {
    guard let held = holders[name.lowercased()] else { return files[Self.ownFile(of: name).lowercased()] }
    return held.first { $0.name != name || !$0.isOwnFile || $0.start?.command.argv != argv }?.file
  }

  /// The file that an import writes a schedule to.
  private static func ownFile(of name: String) -> String {
    var taken: Set<String> = []
    return PulledFiles.fileName(of: name, taken: &taken)
  }

  private static func name(of path: String) -> String { path.split(separator: "/").last.map { String($0) } ?? path }

  private static func start(of schedule: FileSchedule) -> CrontabStart? {
    guard case .command(let command) = schedule.trigger.action else { return nil }
    let record = schedule.record
    return CrontabStart(command: command, expression: record.cronExpression, timeZone: record.timeZone ?? "UTC")
  }
}
