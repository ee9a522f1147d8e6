import CivilTime

/// A schedule's calendars with the rules of their zones.
struct ExclusionRules: Sendable {
  fileprivate struct Rule: Sendable {
    let calendar: ExclusionCalendar
    let action: CalendarRule.Action
    let zone: ZoneRules
  }

  /// What the calendars say of an instant.
  struct Exclusion: Equatable, Sendable {
    let calendar: String
    /// Nil: it is skipped. Otherwise when it may start.
    let deferredUntil: Instant?
  }

  private let rules: [Rule]

  init(_ rules: [CalendarRule], zoneNamed: (String) -> ZoneRules?) throws(InvalidRecord) {
    var resolved: [Rule] = []
    for rule in rules {
      let zone = rule.calendar.timeZone.map(zoneNamed) ?? .utc
      guard let zone else {
        throw InvalidRecord(
          "bad_time_zone", "calendar '\(rule.calendar.name)': '\(rule.calendar.timeZone ?? "")' is not an IANA time zone of this machine")
      }
      resolved.append(Rule(calendar: rule.calendar, action: rule.action, zone: zone))
    }
    self.rules = resolved
  }

  var isEmpty: Bool { rules.isEmpty }

  /// Nil when nothing excludes `due`. A calendar that skips wins over one that defers, also where a deferral leads to.
  func exclusion(of due: Instant) -> Exclusion? {
    var (start, calendar): (Instant, String?) = (due, nil)
    // What is free for one calendar may not be for another, and the end of one window may be the start of the next.
    for _ in 0..<Self.chainLimit {
      guard let hold = hold(at: start) else { return calendar.map { Exclusion(calendar: $0, deferredUntil: start) } }
      guard hold.action == .defer else { return Exclusion(calendar: hold.calendar, deferredUntil: nil) }
      calendar = calendar ?? hold.calendar
      start = hold.end
    }
    return calendar.map { Exclusion(calendar: $0, deferredUntil: nil) }
  }

  /// Calendars that leave no time free together never end; a year of single days does. What would be deferred for ever is skipped.
  private static let chainLimit = 1000

  private struct Hold {
    let calendar: String
    let action: CalendarRule.Action
    let end: Instant
  }

  /// The calendar that holds `instant`: the first that skips, else the one that defers for the longest.
  private func hold(at instant: Instant) -> Hold? {
    var longest: Hold?
    for rule in rules {
      guard let end = rule.end(at: instant) else { continue }
      let hold = Hold(calendar: rule.calendar.name, action: rule.action, end: end)
      guard rule.action == .defer else { return hold }
      if longest.map({ end > $0.end }) ?? true { longest = hold }
    }
    return longest
  }
}

extension ExclusionRules.Rule {
  /// When the window that holds at `instant` is over; nil when none holds.
  fileprivate func end(at instant: Instant) -> Instant? {
    let local = zone.civil(at: instant).localSeconds
    guard let end = calendar.windowEnd(at: local) else { return nil }
    switch zone.resolve(CivilDateTime(localSeconds: end)) {
    case .single(let end): return end
    case .skipped(let resumesAt): return resumesAt
    case .repeated(let earlier, let later): return earlier > instant ? earlier : later
    }
  }
}
