import CivilTime

/// A calendar puts fires off.
struct Deferral {
  let calendar: String
  let until: Instant
}

/// Consecutive due instants of which the calendars say the same.
struct DueStretch {
  var span: DueSpan
  var exclusion: ExclusionRules.Exclusion?

  /// Nil where no calendar puts it off.
  var deferral: Deferral? {
    exclusion.flatMap { exclusion in exclusion.deferredUntil.map { Deferral(calendar: exclusion.calendar, until: $0) } }
  }

  /// True unless a calendar skips it.
  var mayStart: Bool { exclusion.map { $0.deferredUntil != nil } ?? true }
}

/// What one settlement looks at over all stretches whose time has come, or over all whose time lies ahead: calendars cut a backlog,
/// and it is one backlog nevertheless.
struct Backlog {
  /// How many instants that may start stand in the stretches behind the one at hand.
  var following: Int
  /// The instants that the latest fire is to stand for, in as few spans as there can be.
  private(set) var carried: [DueSpan] = []
  let isSingle: Bool

  init(of stretches: some Sequence<DueStretch>) {
    following = stretches.reduce(0) { $1.mayStart ? $0 + $1.span.count : $0 }
    isSingle = following == 1
  }

  /// - Parameter due: the schedule's instants: spans that none of them lies between are one.
  mutating func carry(_ span: DueSpan, of due: DueInstants?) {
    guard let index = carried.indices.last, due?.next(after: carried[index].last) == span.first else { return carried.append(span) }
    carried[index].join(span)
  }
}

extension MissedSpan {
  /// Spans in order, as one; nil when there is none.
  init?(_ spans: [DueSpan]) {
    guard let first = spans.first, let last = spans.last else { return nil }
    self.init(count: spans.reduce(0) { $0 + $1.count }, first: first.first, last: last.last)
  }
}

extension SchedulePlan {
  /// How many of the newest instants a policy looks at one by one: the one to fire and its predecessor, or all that fire.
  var listed: Int {
    let firesAll = policy.misfire == .all || policy.misfire == .skip && schedule.exclusions != nil
    return firesAll ? max(policy.misfireLimit, 1) : 2
  }

  /// The due instants in `(after, through]`, cut where the calendars' word changes.
  func stretches(after: Instant, through: Instant) -> [DueStretch] {
    guard let due = schedule.due, let exclusions = schedule.exclusions else { return [] }
    var stretches: [DueStretch] = []
    var next = due.next(after: after)
    while let instant = next, instant <= through {
      let exclusion = exclusions.exclusion(of: instant)
      if let last = stretches.indices.last, stretches[last].exclusion == exclusion {
        stretches[last].span.append(instant, keeping: listed)
      } else {
        stretches.append(DueStretch(span: DueSpan(first: instant), exclusion: exclusion))
      }
      next = due.next(after: instant)
    }
    return stretches
  }
}
