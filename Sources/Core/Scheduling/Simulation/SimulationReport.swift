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
  /// Starts that waited for a second or more, for limits, an earlier fire or a mutex, and the longest such wait.
  package private(set) var delayed = 0
  package private(set) var longestDelay: Duration = .zero
  /// What limits have held back, also for less than a second, those that held back most first.
  package private(set) var limitHolds: [LimitHold] = []
  /// The most starts within one second, and that second.
  package var peak: (count: Int, at: Instant)? { seconds.most }
  /// The due instant that most schedules share, whatever became of each: the herd behind a peak.
  package var largestHerd: (count: Int, due: Instant)? { dues.most.map { ($0.count, $0.at) } }

  private var seconds = Summit()
  private var dues = Summit()

  init(from: Instant, to: Instant) {
    self.from = from
    self.to = to
    let minutes = from.duration(to: to).microseconds / 60_000_000 + 1
    startsByMinute = [Int](repeating: 0, count: Int(minutes))
  }

  /// - Parameter tallies: of worlds that do not touch each other, all of the same stretch of time.
  mutating func note(_ tallies: [SimulationTally]) {
    for tally in tallies {
      starts += tally.starts
      skipped.merge(tally.skipped, uniquingKeysWith: +)
      delayed += tally.delayed
      longestDelay = max(longestDelay, tally.longestDelay)
      for (count, second) in tally.startSeconds.all {
        let minute = Int(from.duration(to: max(from, second)).microseconds / 60_000_000)
        if startsByMinute.indices.contains(minute) { startsByMinute[minute] += count }
      }
    }
    // Of one world alone: where there are several, none has come to its share of a limit.
    limitHolds = tallies.flatMap(\.limitHolds)
    seconds.note(tallies.map(\.startSeconds))
    dues.note(tallies.map(\.dues))
  }
}

/// The instant at which something happened most often, the earliest of several; found stretch by stretch.
private struct Summit {
  private(set) var most: (count: Int, at: Instant)?
  /// Of the stretch before: what began there may go on in the next one.
  private var before: [Instant: Int] = [:]

  mutating func note(_ counts: [SimulationTally.Counts]) {
    var sums: [Instant: Int] = [:]
    for (count, at) in counts.lazy.flatMap(\.all) { sums[at, default: before[at] ?? 0] += count }
    for (at, sum) in sums where most.map({ (sum, $0.at) > ($0.count, at) }) ?? true { most = (sum, at) }
    before = sums
  }
}
