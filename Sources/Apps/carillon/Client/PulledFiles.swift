import ControlMessages
import Foundation
import ScheduleFiles
import Scheduling

/// A server's schedule as a file would have it.
struct PulledSchedule: Sendable {
  let name: String
  /// Nil when nothing says what to start, or not so that a file could.
  let text: String?
  let reason: String?

  init(_ schedule: ServerSchedule) {
    name = schedule.record.name
    do {
      text = ScheduleFileText(record: schedule.record, binding: try Self.binding(of: schedule)).text
      reason = nil
    } catch {
      text = nil
      reason = (error as? Unbound)?.sentence ?? "\(error)"
    }
  }

  init(name: String, text: String) {
    (self.name, self.text, reason) = (name, text, nil)
  }

  private struct Unbound: Error { let sentence: String }

  private static func binding(of schedule: ServerSchedule) throws -> JSONValue {
    if let text = schedule.bindingText {
      guard let json = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)), case .object(var members) = json else {
        throw Unbound(sentence: "its carillon.binding is no JSON object")
      }
      members[PresentSchedule.appliedKey] = nil
      guard members["trigger"] != nil else { throw Unbound(sentence: "its carillon.binding names no trigger") }
      return .object(members)
    }
    let answering = schedule.deployments.filter(\.hasAnswered)
    guard answering.count == 1, let deployment = answering.first else {
      throw Unbound(
        sentence: "it has no carillon.binding, and its pipeline has \(answering.isEmpty ? "no deployment" : "several deployments")")
    }
    return ["trigger": ["kind": "deployment", "deployment": .string(deployment.name)]]
  }
}

/// Writes what was pulled, and destroys nothing.
struct PulledFiles {
  struct Item: Codable, Sendable {
    enum Result: String, Codable, Sendable { case written, same, different, skipped }

    var schedule: String
    @ExplicitNull var file: String?
    var result: Result
    @ExplicitNull var reason: String?
  }

  let folder: String
  let overwrites: Bool

  func write(_ schedules: [PulledSchedule]) throws -> [Item] {
    var taken: Set<String> = []
    return try schedules.map { schedule in
      guard let text = schedule.text else { return Item(schedule: schedule.name, file: nil, result: .skipped, reason: schedule.reason) }
      let path = "\(folder)/\(Self.fileName(of: schedule.name, taken: &taken))"
      return Item(schedule: schedule.name, file: path, result: try write(text, to: path), reason: nil)
    }
  }

  private func write(_ text: String, to path: String) throws -> Item.Result {
    if let present = try? String(contentsOfFile: path, encoding: .utf8) {
      if present == text { return .same }
      guard overwrites else { return .different }
    }
    try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    return .written
  }

  /// Of letters, digits, dots, hyphens and underscores; names that would clash get a number.
  static func fileName(of name: String, taken: inout Set<String>) -> String {
    var stem = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_" })
    // A folder's hidden files, and those that begin like a configuration, are not read as schedules.
    if stem.first == "." || stem.hasPrefix("carillon") { stem = "_" + stem }
    var (candidate, number) = (stem, 1)
    while !taken.insert(candidate.lowercased()).inserted {
      number += 1
      candidate = "\(stem)-\(number)"
    }
    return candidate + ".yaml"
  }
}
