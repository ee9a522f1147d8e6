import CivilTime
import Cron
import Scheduling
import WebPage

extension UpcomingFire {
  /// - Parameter due: a due instant of the schedule.
  init(_ due: Instant, of schedule: Schedule) {
    let exclusion = schedule.exclusion(of: due).map { Exclusion(calendar: $0.calendar, deferredUntil: $0.deferredUntil?.iso8601) }
    guard case .cron(let expression)? = schedule.due?.timing else {
      self.init(due: due.iso8601, local: "", timeZone: "UTC", exclusion: exclusion)
      return
    }
    let zone = expression.zone
    let civil = zone.civil(at: due)
    self.init(
      due: due.iso8601, local: "\("\(civil)".replacing("T", with: " ")) \(zone.offset(at: due))", timeZone: zone.name,
      clockChange: expression.clockChange(at: due).map(ClockChange.init), exclusion: exclusion)
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
