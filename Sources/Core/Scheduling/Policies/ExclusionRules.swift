import CivilTime

/// A schedule's calendars with the rules of their zones.
struct ExclusionRules: Sendable {
  private struct Rule: Sendable {
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

  /// Nil when nothing excludes `due`. A calendar that skips wins over one that defers.
  func exclusion(of due: Instant) -> Exclusion? {
    var latest: Exclusion?
    for rule in rules {
      guard let end = rule.end(at: due) else { continue }
      guard rule.action == .defer else { return Exclusion(calendar: rule.calendar.name, deferredUntil: nil) }
      if latest?.deferredUntil.map({ end > $0 }) ?? true { latest = Exclusion(calendar: rule.calendar.name, deferredUntil: end) }
    }
    guard let first = latest?.deferredUntil, rules.count > 1 else { return latest }
    // What is free for one calendar may not be for another.
    return exclusion(of: first, deferred: latest, depth: rules.count)
  }

  private func exclusion(of due: Instant, deferred: Exclusion?, depth: Int) -> Exclusion? {
    guard depth > 0, let next = rules.compactMap({ $0.action == .defer ? $0.end(at: due) : nil }).max() else { return deferred }
    return exclusion(
      of: next, deferred: deferred.map { Exclusion(calendar: $0.calendar, deferredUntil: next) }, depth: depth - 1)
  }
}

extension ExclusionRules.Rule {
  /// When the exclusion that holds at `instant` is over; nil when none holds.
  fileprivate func end(at instant: Instant) -> Instant? {
    let local = zone.civil(at: instant).localSeconds
    guard let end = calendar.exclusionEnd(at: local) else { return nil }
    switch zone.resolve(CivilDateTime(localSeconds: end)) {
    case .single(let end): return end
    case .skipped(let resumesAt): return resumesAt
    case .repeated(let earlier, let later): return earlier > instant ? earlier : later
    }
  }
}
