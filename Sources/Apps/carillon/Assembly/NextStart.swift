import CivilTime
import Scheduling

extension ScheduleStatus {
  /// When the fire of its next due instant is to come; nil where neither jitter nor a calendar puts it off, and where a calendar skips it.
  var startsAt: String? { nextStart.flatMap { $0 == nextDue ? nil : $0.iso8601 } }

  /// When something comes of it next: a fire, or where a calendar skips that, its due instant.
  var comesNext: Instant? { nextStart ?? nextDue }
}

extension [ScheduleStatus] {
  /// Where the one is of which something comes next; nil when nothing is due.
  var firstToStart: Index? {
    var first: (start: Instant, index: Index)?
    for index in indices {
      if let start = self[index].comesNext, start < first?.start ?? .distantFuture { first = (start, index) }
    }
    return first?.index
  }
}
