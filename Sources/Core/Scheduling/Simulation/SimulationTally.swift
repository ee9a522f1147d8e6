import CivilTime

/// What a simulated world has lived through in a stretch of its time.
struct SimulationTally: Sendable {
  /// How often something happened at an instant, in the order in which it did.
  struct Counts: Sendable {
    private(set) var all: [(count: Int, at: Instant)] = []

    mutating func add(_ instant: Instant) {
      if let last = all.last, last.at == instant { all[all.count - 1].count += 1 } else { all.append((1, instant)) }
    }
  }

  private(set) var starts = 0
  /// By the second in which they were.
  private(set) var startSeconds = Counts()
  /// Instants that came due, whatever became of them.
  private(set) var dues = Counts()
  private(set) var skipped: [Outcome: Int] = [:]
  private(set) var delayed = 0
  private(set) var longestDelay: Duration = .zero
  /// True when a limit has let a fire wait, however shortly.
  private(set) var wasHeldBack = false
  /// What limits have held back from the beginning on.
  private(set) var limitHolds: [LimitHold] = []

  /// The range row of each schedule that may still grow, as it was last counted.
  private var openRanges: [Identifier: (row: Identifier, count: Int)] = [:]

  /// What was noted since the last call.
  mutating func takeOut() -> SimulationTally {
    defer {
      let openRanges = openRanges
      self = SimulationTally()
      self.openRanges = openRanges
    }
    return self
  }

  mutating func noteHold() { wasHeldBack = true }

  mutating func note(_ holds: [LimitHold]) {
    limitHolds = holds
    // Also when it was for less than an instant.
    if !holds.isEmpty { wasHeldBack = true }
  }

  mutating func note(_ batch: LedgerBatch) {
    for row in batch.claims { dues.add(row.due) }
    for row in batch.ranges { noteRange(row) }
    for row in batch.updates {
      if row.trigger == nil { noteRange(row) } else if row.outcome.isFinal, row.sentAt == nil { skipped[row.outcome, default: 0] += 1 }
    }
  }

  private mutating func noteRange(_ row: LedgerRow) {
    let counted = openRanges[row.scheduleID].map { $0.row == row.id ? $0.count : 0 } ?? 0
    guard row.count > counted else { return }
    skipped[row.outcome, default: 0] += row.count - counted
    // The clock goes from one instant to the next: a range begins with one, and grows by one.
    dues.add(row.dueLast)
    openRanges[row.scheduleID] = (row.id, row.count)
  }

  mutating func noteStart(of fire: Fire, at now: Instant) {
    starts += 1
    startSeconds.add(now.roundedDownToSecond)
    // A further attempt is late because there was an earlier one.
    guard fire.attempt == 1 else { return }
    let planned = max(fire.due.advanced(by: .milliseconds(fire.details.jitterMilliseconds ?? 0)), fire.details.notBefore ?? fire.due)
    let delay = planned.duration(to: now)
    if delay >= .seconds(1) {
      delayed += 1
      longestDelay = max(longestDelay, delay)
    }
  }
}
