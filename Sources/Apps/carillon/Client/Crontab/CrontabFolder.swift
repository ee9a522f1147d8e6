import ScheduleFiles
import Scheduling

/// The folder that an import writes to: what it has already keeps its name and its file.
struct CrontabFolder {
  private struct Holder {
    let file: String
    /// Nil for what is no command.
    let argv: [String]?
  }

  /// By name of a schedule.
  private var holders: [String: Holder] = [:]
  /// Those that have schedules. What cannot be read is left alone by whoever writes.
  private var files: Set<String> = []

  /// - Parameter path: of a folder, which may not be there yet.
  init(_ path: String) {
    for schedule in FileCheck(configurations: [], schedules: [path], environment: [:]).read().catalog.schedules {
      guard let file = schedule.definition.originFile?.split(separator: "/").last.map({ String($0) }) else { continue }
      files.insert(file)
      holders[schedule.name] = Holder(file: file, argv: Self.argv(of: schedule.trigger.action))
    }
  }

  /// The file that keeps a line of a crontab from having this name: it has the name for something else, or says something else where the
  /// line's file would be. Nil when nothing is in the way, and when the file is that of the same command, from an import before.
  func holder(of name: String, otherThan argv: [String]) -> String? {
    var taken: Set<String> = []
    let own = PulledFiles.fileName(of: name, taken: &taken)
    guard let holder = holders[name] else { return files.contains(own) ? own : nil }
    return holder.file == own && holder.argv == argv ? nil : holder.file
  }

  private static func argv(of trigger: Scheduling.Trigger) -> [String]? {
    if case .command(let command) = trigger { command.argv } else { nil }
  }
}
