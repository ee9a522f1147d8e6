import CivilTime
import Cron
import Scheduling
import WebPage

extension UpcomingFire {
  /// - Parameter due: a due instant of the schedule.
  init(_ due: Instant, of schedule: Schedule) {
    let held = schedule.exclusion(of: due)
    let exclusion = held.map { Exclusion(calendar: $0.calendar, deferredUntil: $0.deferredUntil?.iso8601) }
    let start = due.advanced(by: schedule.definition.jitterOffset)
    // What is skipped has no start; of what is deferred, the later of the two counts.
    let isPutOff = held.map { $0.deferredUntil.map { $0 < start } ?? false } ?? (due < start)
    let startsAt = isPutOff ? start.iso8601 : nil
    guard case .cron(let expression)? = schedule.due?.timing else {
      self.init(due: due.iso8601, local: "", timeZone: "UTC", exclusion: exclusion, startsAt: startsAt)
      return
    }
    let zone = expression.zone
    let civil = zone.civil(at: due)
    self.init(
      due: due.iso8601, local: "\("\(civil)".replacing("T", with: " ")) \(zone.offset(at: due))", timeZone: zone.name,
      clockChange: expression.clockChange(at: due).map(ClockChange.init), exclusion: exclusion, startsAt: startsAt)
  }
}

extension UpcomingFire.ClockChange {
  fileprivate init(_ change: Cron.ClockChange) {
    switch change {
    case .moved(let skipped): self = .moved(skipped: "\(skipped)".replacing("T", with: " "))
    case .firstPass: self = .firstPass
    case .secondPass: self = .secondPass
    }
  }
}
