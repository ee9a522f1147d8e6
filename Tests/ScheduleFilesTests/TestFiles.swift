import CivilTime
import Foundation

@testable import ScheduleFiles

/// A directory of its own for one test; it is removed with the value.
final class TestDirectory {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("carillon-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file that only its owner can read, and gives its path.
  @discardableResult
  func write(_ name: String, _ text: String, permissions: Int = 0o600) throws -> String {
    try write(name, bytes: Array(text.utf8), permissions: permissions)
  }

  @discardableResult
  func write(_ name: String, bytes: [UInt8], permissions: Int = 0o600) throws -> String {
    let file = "\(path)/\(name)"
    try FileManager.default.createDirectory(
      atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: file)
    return file
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }
}

/// The zones of this machine.
@Sendable func zone(named name: String) -> ZoneRules? {
  guard !name.isEmpty, !name.contains(".."), let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)") else {
    return nil
  }
  return try? ZoneRules(name: name, tzif: Array(data))
}

/// What is wrong in a schedule file `f.yaml` of that text, as it is printed.
func problems(_ text: String, calendars: NamedCalendars = .none) -> String {
  ScheduleText(file: "f.yaml", text: text, calendars: calendars, zoneNamed: zone).errors.map(\.description).joined(separator: "\n")
}

func warnings(_ text: String) -> String {
  ScheduleText(file: "f.yaml", text: text, calendars: .none, zoneNamed: zone).warnings.map(\.description).joined(separator: "\n")
}

/// A good schedule with some lines changed.
func schedule(timing: String = "interval_seconds: 60", trigger: String = "{kind: command, argv: [date]}", more: String = "") -> String {
  "name: nightly\n\(timing)\ntrigger: \(trigger)\n\(more)"
}

/// The root of the project, found from this file.
let projectDirectory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .path
