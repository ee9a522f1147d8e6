import ScheduleFiles
import Scheduling

/// The folder that an import writes to: what it has already keeps its name and its file.
struct CrontabFolder {
  private struct Holder {
    let file: String
    /// Nil for what is no command, and what cannot be known.
    let argv: [String]?
  }

  /// By name of a schedule.
  private var holders: [String: Holder] = [:]
  /// Those that have schedules, and those with an error.
  private var files: Set<String> = []
  /// Files with an error, in order: nobody knows all that they are to say. Each holds the name that it has itself, and those that its text
  /// seems to give.
  private(set) var faulty: [String] = []

  /// - Parameter path: of a folder, which may not be there yet.
  init(_ path: String) {
    let (catalog, _, errors) = FileCheck(configurations: [], schedules: [path], environment: [:]).read()
    for schedule in catalog.schedules {
      guard let file = schedule.definition.originFile.map({ Self.name(of: String($0)) }) else { continue }
      files.insert(file)
      holders[schedule.name] = Holder(file: file, argv: Self.argv(of: schedule.trigger.action))
    }
    let broken = Set(errors.map(\.file))
    for path in catalog.files where broken.contains(path) { addFaulty(path) }
  }

  private mutating func addFaulty(_ path: String) {
    let file = Self.name(of: path)
    files.insert(file)
    faulty.append(file)
    let stem = file.split(separator: ".").dropLast().joined(separator: ".")
    for name in [stem] + SupposedNames(inFile: path).names where holders[name] == nil { holders[name] = Holder(file: file, argv: nil) }
  }

  /// The file that keeps a line of a crontab from having this name: it has the name for something else, or says something else where the
  /// line's file would be. Nil when nothing is in the way, and when the file is that of the same command, from an import before.
  func holder(of name: String, otherThan argv: [String]) -> String? {
    var taken: Set<String> = []
    let own = PulledFiles.fileName(of: name, taken: &taken)
    guard let holder = holders[name] else { return files.contains(own) ? own : nil }
    return holder.file == own && holder.argv == argv ? nil : holder.file
  }

  private static func name(of path: String) -> String { path.split(separator: "/").last.map { String($0) } ?? path }

  private static func argv(of trigger: Scheduling.Trigger) -> [String]? {
    if case .command(let command) = trigger { command.argv } else { nil }
  }
}
