import CivilTime

/// What a simulation found.
package struct SimulationReport: Sendable {
  /// How far a simulation is.
  package struct Progress: Sendable, Equatable {
    /// 1 to 99.
    package let percent: Int
    package let at: Instant
  }

  package let from: Instant
  package let to: Instant
  package private(set) var starts = 0
  /// Starts in each minute from `from` on.
  package private(set) var startsByMinute: [Int]
  /// How many due instants were not started, by outcome.
  package private(set) var skipped: [Outcome: Int] = [:]
  /// Starts that had to wait for limits, and the longest such wait.
  package private(set) var delayed = 0
  package private(set) var longestDelay: Duration = .zero
  /// The most starts within one second, and that second.
  package private(set) var peak: (count: Int, at: Instant)?
  /// Due instants that most schedules share: the herd behind a peak.
  package private(set) var largestHerd: (count: Int, due: Instant)?

  /// The range row of each schedule that may still grow, as it was last counted.
  private var openRanges: [Identifier: (row: Identifier, count: Int)] = [:]
  private var second: (count: Int, at: Instant)?
  private var herd: (count: Int, due: Instant)?

  init(from: Instant, to: Instant) {
    self.from = from
    self.to = to
    let minutes = from.duration(to: to).microseconds / 60_000_000 + 1
    startsByMinute = [Int](repeating: 0, count: Int(minutes))
  }

  mutating func note(_ batch: LedgerBatch) {
    for row in batch.claims { noteDue(row.due) }
    for row in batch.ranges { noteRange(row) }
    for row in batch.updates {
      if row.trigger == nil { noteRange(row) } else if row.outcome.isFinal, row.sentAt == nil { skipped[row.outcome, default: 0] += 1 }
    }
  }

  private mutating func noteRange(_ row: LedgerRow) {
    let counted = openRanges[row.scheduleID].map { $0.row == row.id ? $0.count : 0 } ?? 0
    skipped[row.outcome, default: 0] += row.count - counted
    openRanges[row.scheduleID] = (row.id, row.count)
  }

  private mutating func noteDue(_ due: Instant) {
    herd = herd.map { $0.due == due ? ($0.count + 1, due) : (1, due) } ?? (1, due)
    if let herd, herd.count > largestHerd?.count ?? 0 { largestHerd = herd }
  }

  mutating func noteStart(of fire: Fire, at now: Instant) {
    starts += 1
    let minute = from.duration(to: now).microseconds / 60_000_000
    if startsByMinute.indices.contains(Int(minute)) { startsByMinute[Int(minute)] += 1 }
    let planned = max(fire.due.advanced(by: .milliseconds(fire.details.jitterMilliseconds ?? 0)), fire.details.notBefore ?? fire.due)
    let delay = planned.duration(to: now)
    if delay >= .seconds(1) {
      delayed += 1
      longestDelay = max(longestDelay, delay)
    }
    let at = now.roundedDownToSecond
    second = second.map { $0.at == at ? ($0.count + 1, at) : (1, at) } ?? (1, at)
    if let second, second.count > peak?.count ?? 0 { peak = second }
  }
}
