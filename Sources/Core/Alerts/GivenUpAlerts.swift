import CivilTime
import Scheduling

/// Alerts that a sink did not take while they could help.
package struct GivenUpAlerts: Hashable, Sendable, Codable {
  package enum Why: String, Hashable, Sendable, Codable {
    case age, room

    var sentence: String {
      switch self {
      case .age: "they were a day old, and the sink had not taken them"
      case .room: "too many wait for the sink; the oldest give way"
      }
    }
  }

  /// Of the message that tells a sink of them.
  package static let code = "given_up"

  /// How many of each kind, by its name.
  private(set) var kinds: [String: Int] = [:]
  /// When the first and the last of them were found.
  private(set) var from = Instant.distantFuture
  private(set) var until = Instant.distantPast
  private var whys: [Why] = []

  var count: Int { kinds.values.reduce(0, +) }

  /// - Returns: true when it is the first one that is given up so.
  mutating func note(_ alert: Alert, _ why: Why) -> Bool {
    note(alert)
    guard !whys.contains(why) else { return false }
    whys.append(why)
    return true
  }

  mutating func note(_ alert: Alert) { note(1, of: alert.kind, at: alert.at) }

  mutating func note(_ count: Int, of kind: AlertKind, at instant: Instant) {
    kinds[kind.rawValue, default: 0] += count
    (from, until) = (min(from, instant), max(until, instant))
  }

  var sentence: String { sentence(because: "they could not be delivered here") }

  func sentence(because why: String) -> String {
    let list = kinds.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    let time = "from \(from.roundedDownToSecond.iso8601) to \(until.roundedDownToSecond.iso8601)"
    return "\(count) earlier \(count == 1 ? "alert was" : "alerts were") given up, for \(why), \(time): \(list)"
  }
}

/// What the log is told of alerts that are given up: once for each reason, and once more when they are summed up.
package struct GivenUpNotice: Hashable, Sendable {
  package let sink: String
  package let sentence: String
}
