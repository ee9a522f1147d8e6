import CivilTime
import Scheduling

/// A schedule as the text of a file, which reads back as the same.
package struct ScheduleFileText: Sendable {
  let record: ScheduleRecord
  /// What stands beside the record: trigger, policy, tags, time zone.
  let binding: JSONValue

  package init(record: ScheduleRecord, binding: JSONValue) {
    self.record = record
    self.binding = binding
  }

  package var text: String {
    var members: [(String, JSONValue)] = [("name", .string(record.name))]
    if let cron = record.cronExpression { members.append(("cron_expression", .string(cron))) }
    if let interval = record.interval { members.append(("interval_seconds", interval.json)) }
    if let once = record.runOnceStartTime { members.append(("run_once_start_time", .string(once.iso8601))) }
    if let start = record.startTime { members.append(("start_time", .string(start.iso8601))) }
    if let end = record.endTime { members.append(("end_time", .string(end.iso8601))) }
    if !record.active { members.append(("active", false)) }
    for key in ["time_zone", "tags", "trigger", "policy"] {
      if let value = binding[key] { members.append((key, value)) }
    }
    return members.map { YAMLText.member($0.0, $0.1, indentation: 0) }.joined()
  }

  /// Why a file may not say so; nil when it may. Whether others can call the daemon is known where the file is used.
  package func refusal(calendars: NamedCalendars, zoneNamed: @escaping @Sendable (String) -> ZoneRules?) -> Refusal? {
    let read = ScheduleText(file: record.name, text: text, calendars: calendars, zoneNamed: zoneNamed, allowsCallbacks: true)
    return read.errors.first.map { Refusal(sentence: $0.message, isOfName: $0.line == Self.nameLine) }
  }

  package struct Refusal: Sendable {
    package let sentence: String
    /// The schedule can have no such name, whatever else the file says.
    package let isOfName: Bool
  }

  private static let nameLine = 1
}

/// YAML in block style, of JSON values. Every text is in double quotes, where JSON and YAML mean the same.
enum YAMLText {
  static func member(_ key: String, _ value: JSONValue, indentation: Int) -> String {
    let margin = String(repeating: " ", count: indentation)
    let shownKey = isPlain(key) ? key : quoted(key)
    switch value {
    case .object(let members) where !members.isEmpty:
      let inner = members.sorted { $0.key < $1.key }.map { member($0.key, $0.value, indentation: indentation + 2) }
      return "\(margin)\(shownKey):\n" + inner.joined()
    case .array(let items) where !items.isEmpty:
      return "\(margin)\(shownKey):\n" + items.map { "\(margin)  - \(flow($0))\n" }.joined()
    default: return "\(margin)\(shownKey): \(flow(value))\n"
    }
  }

  private static func flow(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let text): quoted(text)
    case .array(let items): "[" + items.map(flow).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.sorted { $0.key < $1.key }.map { "\(quoted($0.key)): \(flow($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  private static func isPlain(_ key: String) -> Bool {
    guard let first = key.unicodeScalars.first, first.properties.isAlphabetic, first.isASCII else { return false }
    let words: Set = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    return !words.contains(key.lowercased())
      && key.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || "0123456789_-".unicodeScalars.contains($0)) }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _
      where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x2028...0x2029).contains(scalar.value)
        || scalar.value == 0xFEFF:
        let hex = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension Duration {
  /// Seconds, as a number.
  fileprivate var json: JSONValue {
    let (seconds, attoseconds) = components
    return attoseconds == 0 ? .integer(seconds) : .number(Double(seconds) + Double(attoseconds) / 1e18)
  }
}
