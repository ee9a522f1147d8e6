import Alerts
import CivilTime
import Foundation
import Scheduling

/// An alert as webhooks and commands get it. Names are stable; more may come.
struct AlertJSON: Encodable {
  let alert: Alert
  /// The installation that sends it.
  let instance: String

  /// Of the shape, should it ever have to change.
  private static let version = 1

  private enum CodingKeys: String, CodingKey {
    case version, id, kind, stage, code, sentence, cause, at, since, count, why, instance
    case schedule
    case scheduleID = "schedule_id"
    case fireID = "fire_id"
    case due, outcome
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(Self.version, forKey: .version)
    try values.encode(alert.id.description, forKey: .id)
    try values.encode(alert.kind.rawValue, forKey: .kind)
    try values.encode(alert.stage.rawValue, forKey: .stage)
    try values.encode(alert.code, forKey: .code)
    try values.encode(alert.sentence, forKey: .sentence)
    try values.encode(alert.cause, forKey: .cause)
    try values.encode(alert.at.iso8601, forKey: .at)
    try values.encode(alert.since.iso8601, forKey: .since)
    try values.encode(alert.count, forKey: .count)
    try values.encode(alert.why, forKey: .why)
    try values.encode(instance, forKey: .instance)
    // Null where the alert is about no schedule: every message has the same members.
    try values.encode(alert.subject?.schedule, forKey: .schedule)
    try values.encode(alert.subject?.scheduleID.description, forKey: .scheduleID)
    try values.encode(alert.subject?.fire?.description, forKey: .fireID)
    try values.encode(alert.subject?.due?.iso8601, forKey: .due)
    try values.encode(alert.subject?.outcome?.rawValue, forKey: .outcome)
  }

  /// Keys in alphabetical order: equal alerts are equal bytes.
  var bytes: [UInt8] { Self.bytes(self) }

  static func bytes(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings and whole numbers only: encoding them cannot fail.
    return (try? encoder.encode(value)).map(Array.init) ?? Array("{}".utf8)
  }
}
