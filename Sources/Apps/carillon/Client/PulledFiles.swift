import CivilTime
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
  /// False: the record itself is at fault, and no binding of a file would help.
  var isForMatch = true
  /// The file of the folder that says it already, under a name that no pull gives; it is left as it is.
  var elsewhere: String?

  init(_ schedule: ServerSchedule, by rules: PullRules) {
    name = schedule.record.name
    do {
      let binding = schedule.completing(try Self.binding(of: schedule, by: rules))
      let said = try Self.text(schedule.record, schedule.misfire.map(binding.statingMisfire) ?? binding, by: rules)
      text = said
      reason = nil
    } catch {
      text = nil
      isForMatch = (error as? Unfit)?.isForMatch ?? true
      reason = (error as? Unbound)?.sentence ?? (error as? Unfit)?.sentence ?? "\(error)"
    }
  }

  init(name: String, text: String, elsewhere: String? = nil) {
    (self.name, self.text, reason, self.elsewhere) = (name, text, nil, elsewhere)
  }

  private struct Unbound: Error { let sentence: String }
  private struct Unfit: Error {
    let sentence: String
    var isForMatch = false
  }

  /// The text of a file that means what the daemon makes of the record; what it would refuse has none.
  private static func text(_ record: ScheduleRecord, _ binding: JSONValue, by rules: PullRules) throws -> String {
    let isChained = binding["trigger"]?["kind"]?.stringValue == Scheduling.Trigger.Kind.chain.rawValue
    var zoned = record
    if let zone = binding["time_zone"]?.stringValue { zoned.timeZone = zone }
    do throws(InvalidRecord) {
      _ = try RecordTiming(of: zoned, isChained: isChained, zoneNamed: rules.zoneNamed)
    } catch {
      throw Unfit(sentence: "a daemon would refuse it: \(error.reason.sentence)")
    }
    let file = ScheduleFileText(record: record.withTheTimingThatCounts(isChained: isChained), binding: binding)
    if let refusal = file.refusal(calendars: rules.calendars, zoneNamed: rules.zoneNamed) {
      throw Unfit(sentence: "a file may not say so: \(refusal.sentence)", isForMatch: !refusal.isOfName)
    }
    return file.text
  }

  private static func binding(of schedule: ServerSchedule, by rules: PullRules) throws -> JSONValue {
    if let reason = Binder.observation(of: schedule) { throw Unbound(sentence: reason.sentence) }
    if let text = schedule.bindingText {
      guard let json = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)), case .object(var members) = json else {
        throw Unbound(sentence: "its carillon.binding is no JSON object")
      }
      members[PresentSchedule.appliedKey] = nil
      guard members["trigger"] != nil else { throw Unbound(sentence: "its carillon.binding names no trigger") }
      return try allowed(.object(members), "its carillon.binding", by: rules)
    }
    let answering = schedule.deployments.filter(\.hasAnswered)
    guard answering.count == 1, let deployment = answering.first else {
      throw Unbound(
        sentence: "it has no carillon.binding, and its pipeline has \(answering.isEmpty ? "no deployment" : "several deployments")")
    }
    return try allowed(
      ["trigger": ["kind": "deployment", "deployment": .string(deployment.name)]], "what its pipeline's deployment gives", by: rules)
  }

  private static func allowed(_ binding: JSONValue, _ origin: String, by rules: PullRules) throws -> JSONValue {
    if let refusal = rules.refusal(of: binding) { throw Unbound(sentence: "\(origin) is not used: \(refusal)") }
    return binding
  }
}

/// What the daemon lets a server's binding say. In a file the same text could say anything.
struct PullRules: Sendable {
  let bindings: ServerBindingRules
  var calendars = NamedCalendars.none
  var zoneNamed: @Sendable (String) -> ZoneRules? = CommandParts.zone(named:)

  /// Why the daemon would not use it from the server; nil when it would.
  func refusal(of binding: JSONValue) -> String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    guard let json = try? encoder.encode(binding) else { return "it cannot be written as JSON" }
    do throws(BindingTextError) {
      // Whether others can call the daemon is known where the file is used.
      let content = try BindingText.parse(String(decoding: json, as: UTF8.self), calendars: calendars, allowsCallbacks: true)
      guard let trigger = content.trigger else { return "it names no trigger" }
      return bindings.refusal(of: trigger)
    } catch {
      return error.sentence
    }
  }
}

extension PullRules {
  init(_ configuration: Configuration) {
    var reader = ScheduleFileReader(paths: [], calendars: configuration.calendars, zoneNamed: CommandParts.zone(named:))
    self.init(bindings: configuration.serverBindings, calendars: reader.read().calendars)
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
    /// False: no binding of a file would help. Told to people alone.
    var isForMatch = true

    private enum CodingKeys: String, CodingKey { case schedule, file, result, reason }
  }

  let folder: String
  let overwrites: Bool
  /// What to do where it cannot be written.
  var advice = "name another folder"
  /// Lines that may differ between files that say the same.
  var isAside: (String) -> Bool = { _ in false }

  /// The folder is made when it is not there.
  func write(_ schedules: [PulledSchedule]) throws -> [Item] {
    try FileWriting.doing("make", folder, orElse: advice) {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    var taken: Set<String> = []
    return try schedules.map { schedule in
      guard let text = schedule.text else {
        return Item(
          schedule: schedule.name, file: nil, result: .skipped, reason: schedule.reason, isForMatch: schedule.isForMatch)
      }
      if let file = schedule.elsewhere { return Item(schedule: schedule.name, file: "\(folder)/\(file)", result: .same, reason: nil) }
      let path = "\(folder)/\(Self.fileName(of: schedule.name, taken: &taken))"
      return Item(schedule: schedule.name, file: path, result: try write(text, to: path), reason: nil)
    }
  }

  private func write(_ text: String, to path: String) throws -> Item.Result {
    let wanted = Data(text.utf8)
    if FileManager.default.fileExists(atPath: path) {
      // What cannot be read says something else.
      if let found = FileManager.default.contents(atPath: path), said(found) == said(wanted) { return .same }
      guard overwrites else { return .different }
    }
    try FileWriting.doing("write", path, orElse: advice) { try wanted.write(to: URL(fileURLWithPath: path), options: .atomic) }
    return .written
  }

  /// Its lines but those that are aside, byte for byte.
  private func said(_ text: Data) -> [Data] {
    text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).filter { !isAside(String(decoding: $0, as: UTF8.self)) }
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
