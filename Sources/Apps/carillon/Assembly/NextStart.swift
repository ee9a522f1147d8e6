import CivilTime
import Scheduling

extension ScheduleStatus {
  /// When the fire of its next due instant is to come; nil where no jitter puts it off.
  var startsAt: String? { nextStart == nextDue ? nil : nextStart?.iso8601 }
}

extension [ScheduleStatus] {
  /// Where the one is whose fire comes next, with its jitter; nil when nothing is due.
  var firstToStart: Index? {
    var first: (start: Instant, index: Index)?
    for index in indices {
      if let start = self[index].nextStart, start < first?.start ?? .distantFuture { first = (start, index) }
    }
    return first?.index
  }
}
