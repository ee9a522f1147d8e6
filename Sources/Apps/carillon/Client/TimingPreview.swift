import CivilTime
import ControlMessages
import Cron
import HostTime
import Scheduling

/// When something is due, computed here with the rules that the daemon uses.
struct TimingPreview {
  let due: DueInstants
  let zone: ZoneRules
  let warnings: [String]

  private static let zones = HostZones()

  /// nil when `text` is not meant as a cron expression: it is none, and has neither a blank, a `*` nor a macro's `@`.
  init?(expression text: String, zone name: String?) throws(ControlProblem) {
    guard let expression = try Self.expression(text, zone: name) else { return nil }
    if expression.isReboot { throw Self.problem("'@reboot' names no instant: it fires when the service starts") }
    if let never = expression.neverFiresError { throw Self.problem("this expression is never due:\n\(never.rendered(in: text))") }
    due = DueInstants(timing: .cron(expression))
    zone = expression.zone
    warnings = expression.warnings.map(\.description)
  }

  init(_ schedule: ScheduleItem) throws(ControlProblem) {
    do {
      let timing = try RecordTiming(of: ScheduleRecord(schedule), zoneNamed: Self.zones.zone)
      due = timing.due
      zone = Self.zones.zone(named: schedule.timeZone) ?? .utc
      warnings = timing.warnings.map(\.sentence)
    } catch let invalid as InvalidRecord {
      throw ControlProblem(.conflict, "'\(schedule.name)' is never due: \(invalid.reason)")
    } catch {
      throw ControlProblem(.failure, "'\(schedule.name)': \(error)")
    }
  }

  /// What an expression says, in English; nil for an interval or a single instant.
  func heading(after instant: Instant) -> String? {
    guard case .cron(let expression) = due.timing else { return nil }
    return expression.explain(after: instant)
  }

  func items(after instant: Instant, count: Int) -> [DueItem] {
    var items: [DueItem] = []
    var last = instant
    while items.count < count, let next = due.next(after: last) {
      items.append(DueItem(next, in: zone))
      last = next
    }
    return items
  }

  private static func expression(_ text: String, zone name: String?) throws(ControlProblem) -> CronExpression? {
    var zone = ZoneRules.utc
    if let name { zone = try Self.zone(name) }
    do throws(CronError) {
      return try CronExpression(parsing: text, zone: zone, zoneNamed: zones.zone)
    } catch {
      guard text.contains(where: { $0.isWhitespace || $0 == "*" }) || text.hasPrefix("@") else { return nil }
      throw problem("this is not a cron expression:\n\(error.rendered(in: text))")
    }
  }

  private static func zone(_ name: String) throws(ControlProblem) -> ZoneRules {
    guard let zone = zones.zone(named: name) else {
      throw problem("--tz \(name): no such time zone on this machine; write an IANA name such as Europe/Stockholm")
    }
    return zone
  }

  private static func problem(_ message: String) -> ControlProblem { ControlProblem(.badRequest, message) }
}

/// One due instant as `next` gives it.
struct DueItem: Codable, Sendable, Equatable {
  /// ISO 8601 in UTC.
  let due: String
  /// ISO 8601 with the zone's offset.
  let local: String
  let timeZone: String

  enum CodingKeys: String, CodingKey {
    case due, local
    case timeZone = "time_zone"
  }

  init(_ due: Instant, in zone: ZoneRules) {
    self.due = due.iso8601
    local = "\(zone.civil(at: due))\(zone.offset(at: due))"
    timeZone = zone.name
  }
}
