import ControlMessages
import Foundation
import Glibc
import ScheduleFiles

extension FirstFiles {
  private static let advice = "name another folder with --directory"

  /// Writes both files into `directory`, which is made when it is not there.
  /// - Returns: their paths.
  /// - Throws: when one of them is there already, or would not pass `check`: nothing is left then, no folder either.
  func write(into directory: String) throws -> [String] {
    let files = [
      (path: "\(directory)/\(Self.configurationName)", text: configuration),
      (path: "\(directory)/\(Self.scheduleName)", text: schedule),
    ]
    for file in files where access(file.path, F_OK) == 0 {
      throw ControlProblem(.conflict, "\(file.path) is there already, and nothing is overwritten; \(Self.advice)")
    }
    let folders = Self.missingFolders("\(directory)/schedules")
    var written: [String] = []
    do {
      try FileWriting.doing("make", "\(directory)/schedules", orElse: Self.advice) {
        try FileManager.default.createDirectory(atPath: "\(directory)/schedules", withIntermediateDirectories: true)
      }
      for file in files {
        try FileWriting.doing("write", file.path, orElse: Self.advice) {
          try Data(file.text.utf8).write(to: URL(fileURLWithPath: file.path), options: .withoutOverwriting)
        }
        written.append(file.path)
      }
      try check(written)
    } catch {
      for path in written { unlink(path) }
      // One in which somebody else has put something meanwhile is not empty, and stays.
      for folder in folders { rmdir(folder) }
      throw error
    }
    return written
  }

  /// Of `folder` and those above it, what is not there; the deepest first.
  private static func missingFolders(_ folder: String) -> [String] {
    var missing: [String] = []
    var url = URL(fileURLWithPath: folder).standardizedFileURL
    while url.path != "/", access(url.path, F_OK) != 0 {
      missing.append(url.path)
      url.deleteLastPathComponent()
    }
    return missing
  }

  /// What somebody else's schedules beside it have wrong is not for us to tell.
  private func check(_ paths: [String]) throws {
    var problems: [FileProblem] = []
    do throws(ConfigurationError) {
      _ = try Configuration.load(path: paths[0], environment: ProcessInfo.processInfo.environment)
    } catch {
      problems = error.problems
    }
    problems += FileCheck(configurations: [], schedules: [paths[1]], environment: [:]).report().problems.filter { $0.severity == .error }
    guard !problems.isEmpty else { return }
    let list = problems.map { "  \($0.message)" }.joined(separator: "\n")
    throw ControlProblem(.badRequest, "nothing was written, since the configuration would not work:\n\(list)")
  }
}
