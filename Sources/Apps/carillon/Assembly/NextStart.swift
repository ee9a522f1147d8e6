import CivilTime
import Scheduling

extension ScheduleStatus {
  /// When the fire of its next due instant is to come; nil where neither jitter nor a calendar puts it off, and where a calendar skips it.
  var startsAt: String? { nextStart.flatMap { $0 == nextDue ? nil : $0.iso8601 } }

  /// When something comes of it next: a fire, or where a calendar skips that, its due instant.
  var comesNext: Instant? { nextStart ?? nextDue }
}

extension [ScheduleStatus] {
  /// Where the one is of which something comes next, the first by name where several do; nil when nothing is due.
  /// - Complexity: O(n)
  var firstToStart: Index? {
    var first: (start: Instant, index: Index)?
    for index in indices {
      guard let start = self[index].comesNext, start <= first?.start ?? .distantFuture else { continue }
      if let first, first.start == start, self[first.index].schedule.name <= self[index].schedule.name { continue }
      first = (start, index)
    }
    return first?.index
  }

  /// Those of which something comes next, in that order, at most `count`: `firstToStart` is the first of them.
  func nextToStart(_ count: Int) -> [ScheduleStatus] {
    let coming = indices.compactMap { index in self[index].comesNext.map { (start: $0, index: index) } }
    // Names are compared among those alone that may be shown: ten thousand starts are a matter of numbers.
    let last = coming.map(\.start).sorted().prefix(count).last
    let candidates = coming.filter { candidate in last.map { candidate.start <= $0 } ?? false }
    let inOrder = candidates.sorted { ($0.start, self[$0.index].schedule.name) < ($1.start, self[$1.index].schedule.name) }
    return inOrder.prefix(count).map { self[$0.index] }
  }
}
