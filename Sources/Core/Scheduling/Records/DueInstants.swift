import CivilTime
import Cron

/// The instants at which a schedule is due: a set, fixed by timing and bounds, that no observer changes.
package struct DueInstants: Sendable {
  package enum Timing: Sendable {
    case cron(CronExpression)
    /// The grid `anchor + k · seconds` for every whole k.
    case interval(seconds: Int64, anchor: Instant)
    case once(Instant)
    /// It follows another schedule: no instant is its own.
    case chained
  }

  package let timing: Timing
  /// Inclusive.
  package let start: Instant?
  /// Exclusive.
  package let end: Instant?

  package init(timing: Timing, start: Instant? = nil, end: Instant? = nil) {
    self.timing = timing
    self.start = start
    self.end = end
  }

  /// The first due instant strictly after `instant`; nil when there is none.
  package func next(after instant: Instant) -> Instant? {
    let floor = start.map { max(instant, $0.advanced(by: .microseconds(-1))) } ?? instant
    guard let due = unboundedNext(after: floor) else { return nil }
    if let end, due >= end { return nil }
    return due
  }

  /// The due instants in `(after, through]`, folded to what a ledger needs of them.
  /// - Parameter newest: how many of the latest are listed one by one.
  /// - Complexity: O(newest); of a cron expression also O(months in the range).
  package func span(after: Instant, through: Instant, newest: Int) -> DueSpan? {
    guard let first = next(after: after), first <= through else { return nil }
    return span(from: first, through: through, newest: newest, next: next)
  }

  /// The same of a range that begins with a due instant.
  /// - Parameter next: as `next(after:)`, which may be remembered.
  func span(from first: Instant, through: Instant, newest: Int, next: (Instant) -> Instant?) -> DueSpan {
    precondition(newest > 0, "a span lists at least one instant, not \(newest)")
    var span = DueSpan(first: first)
    passOver(&span, through: through, leaving: newest)
    while let due = next(span.last), due <= through { span.append(due, keeping: newest) }
    return span
  }

  /// Neither a grid nor a cron expression is walked over: years of seconds are a division, or counted by months.
  private func passOver(_ span: inout DueSpan, through: Instant, leaving newest: Int) {
    let last = end.map { min($0.advanced(by: .microseconds(-1)), through) } ?? through
    switch timing {
    case .interval(let seconds, _):
      let count = (last.secondsSinceEpoch - span.first.secondsSinceEpoch) / seconds - Int64(newest)
      guard count > 0 else { return }
      span.pass(Int(count), last: Instant(secondsSinceEpoch: span.first.secondsSinceEpoch + count * seconds))
    case .cron(let expression):
      // Of a shorter time few are due, and walking is quicker.
      guard span.first.duration(to: last) > Self.longestWalk else { return }
      let count = expression.count(after: span.first, through: last) - newest
      guard count > 0 else { return }
      var passed = last.advanced(by: .microseconds(1))
      for _ in 0...newest {
        guard let earlier = expression.previous(before: passed) else { return }
        passed = earlier
      }
      span.pass(count, last: passed)
    case .once, .chained: break
    }
  }

  private static let longestWalk: Duration = .seconds(3600)

  private func unboundedNext(after instant: Instant) -> Instant? {
    switch timing {
    case .cron(let expression): expression.next(after: instant)
    case .interval(let seconds, let anchor): Self.nextOnGrid(after: instant, seconds: seconds, anchor: anchor)
    case .once(let due): due > instant ? due : nil
    case .chained: nil
    }
  }

  private static func nextOnGrid(after instant: Instant, seconds: Int64, anchor: Instant) -> Instant? {
    precondition(seconds > 0, "an interval of \(seconds) s has no grid")
    let elapsed = instant.secondsSinceEpoch - anchor.secondsSinceEpoch
    let steps = elapsed >= 0 ? elapsed / seconds + 1 : -((-elapsed - 1) / seconds)
    let (offset, overflow) = steps.multipliedReportingOverflow(by: seconds)
    return overflow ? nil : Instant(secondsSinceEpoch: anchor.secondsSinceEpoch + offset)
  }
}

/// Consecutive due instants of one schedule.
package struct DueSpan: Equatable, Sendable {
  package private(set) var first: Instant
  package private(set) var last: Instant
  package private(set) var count: Int
  /// Those listed before `last`, in order. Mostly there are none, and nothing is allocated.
  private var listed: ArraySlice<Instant> = []
  /// The latest one before those in `newest`; nil when `newest` holds all.
  package private(set) var lastUnlisted: Instant?

  init(first: Instant) {
    self.first = first
    self.last = first
    self.count = 1
  }

  /// The latest of them in order, ending with `last`.
  package var newest: [Instant] { Array(listed) + [last] }

  mutating func append(_ due: Instant, keeping limit: Int) {
    listed.append(last)
    last = due
    count += 1
    // Of a slice that moves none of the others.
    if listed.count >= limit { lastUnlisted = listed.popFirst() }
  }

  /// Takes in instants that nobody looks at one by one, before any is listed.
  mutating func pass(_ passed: Int, last: Instant) {
    precondition(listed.isEmpty && last > self.last, "what is passed over comes before what is listed")
    count += passed
    self.last = last
  }

  /// Takes in the span behind it: no due instant lies between them.
  mutating func join(_ later: DueSpan) {
    precondition(later.first > last, "\(later.first) is not behind \(last)")
    lastUnlisted = later.lastUnlisted ?? last
    listed = later.listed
    last = later.last
    count += later.count
  }

  /// The span without its `count` latest instants, all of which must be listed; nil when nothing is left.
  func withoutNewest(_ count: Int) -> DueSpan? {
    precondition(count <= listed.count + 1, "\(count) instants are more than the \(listed.count + 1) listed")
    if count == 0 { return self }
    var older = self
    older.listed.removeLast(count - 1)
    guard let last = older.listed.popLast() ?? lastUnlisted else { return nil }
    older.last = last
    older.count -= count
    return older
  }

  /// The latest instant alone.
  var newestOnly: DueSpan { DueSpan(first: last) }
}
