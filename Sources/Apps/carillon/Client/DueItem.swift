import CivilTime
import ControlMessages
import Cron

/// One due instant as `next` and `explain` give it.
struct DueItem: Codable, Sendable, Equatable {
  /// ISO 8601 in UTC.
  let due: String
  /// ISO 8601 with the zone's offset.
  let local: String
  let timeZone: String
  /// Null when no change of the local clock is involved.
  @ExplicitNull var clockChange: ClockChangeName?
  /// With `moved`: the earliest local time that the clock skips and the fire makes up for, ISO 8601 without offset.
  @ExplicitNull var skippedLocal: String?
  /// The schedule's calendar that skips it or puts it off; null when it may start.
  @ExplicitNull var calendar: String?
  /// With `calendar`: when it may start, ISO 8601 in UTC; null when it is skipped.
  @ExplicitNull var deferredUntil: String?

  enum ClockChangeName: String, Codable, Sendable {
    case moved
    case firstPass = "first_pass"
    case secondPass = "second_pass"
  }

  enum CodingKeys: String, CodingKey {
    case due, local, calendar
    case timeZone = "time_zone"
    case clockChange = "clock_change"
    case skippedLocal = "skipped_local"
    case deferredUntil = "deferred_until"
  }

  init(_ due: Instant, in zone: ZoneRules, clockChange change: ClockChange? = nil) {
    self.due = due.iso8601
    local = "\(zone.civil(at: due))\(zone.offset(at: due))"
    timeZone = zone.name
    (calendar, deferredUntil) = (nil, nil)
    (clockChange, skippedLocal) =
      switch change {
      case .moved(let skipped): (.moved, "\(skipped)")
      case .firstPass: (.firstPass, nil)
      case .secondPass: (.secondPass, nil)
      case nil: (nil, nil)
      }
  }
}
