import CivilTime
import Exposition
import Scheduling

/// What has been fired since the daemon started, in numbers.
package struct FireTallies: Sendable {
  /// What tells ends apart. All but the reason are closed sets.
  package struct End: Hashable, Sendable {
    package let kind: LedgerRow.Kind
    package let outcome: Outcome
    /// A reason's code; nil without one.
    package let code: String?

    package init(kind: LedgerRow.Kind, outcome: Outcome, code: String?) { (self.kind, self.outcome, self.code) = (kind, outcome, code) }

    package static func == (a: Self, b: Self) -> Bool { a.kind == b.kind && a.outcome == b.outcome && a.code == b.code }
  }

  /// Reasons are few in Carillon's own words, but some come from a server's (`http_418`, `run_STATUS`).
  static let endLimit = 256

  /// Due instants by what became of them.
  package var ends: CappedCounts<End> {
    var counts = counts
    if let run { Self.add(run, to: &counts) }
    return counts
  }

  private var counts = CappedCounts<End>(cap: endLimit)
  /// Equal ends in a row, not in `counts` yet: most ends are like the one before, and comparing is faster than hashing.
  private var run: (end: End, count: UInt64)?

  /// Seconds from when a fire was to start, jitter and a deferral included, to its first byte.
  package private(set) var lateness = KeyedHistograms<LedgerRow.Kind>(waits, key: .scheduled)
  /// Seconds from claim to first byte.
  package private(set) var queueWait = Self.waits
  /// Seconds from first byte to end, by what was started.
  package private(set) var runs = KeyedHistograms<Trigger.Kind>(runDurations)
  /// Claims in one transaction.
  package internal(set) var claimBatches = Histogram(bounds: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000])
  /// Seconds that a transaction of the engine took.
  package internal(set) var commits = Histogram(bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10])

  /// From a millisecond, the wheel's tick, to what a daemon that was down makes up for.
  private static let waits = Histogram(
    bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600])
  /// From an HTTP call to a training of a day.
  private static let runDurations = Histogram(
    bounds: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 1800, 3600, 7200, 21_600, 86_400])

  mutating func noteStart(of row: LedgerRow, at sentAt: Instant) {
    queueWait.observe(seconds(from: row.claimedAt, to: sentAt))
    lateness.observe(seconds(from: row.plannedStart, to: sentAt), of: row.kind)
  }

  mutating func noteEnd(of row: LedgerRow) {
    count(row, 1)
    guard !row.wasRefused, let sentAt = row.sentAt, let finishedAt = row.finishedAt, let kind = row.trigger?.action.kind else { return }
    runs.observe(seconds(from: sentAt, to: finishedAt), of: kind)
  }

  mutating func noteUnstarted(_ row: LedgerRow, count: Int) {
    if count > 0 { self.count(row, UInt64(count)) }
  }

  private mutating func count(_ row: LedgerRow, _ count: UInt64) {
    let (kind, outcome, code) = (row.kind, row.outcome, row.reason?.code)
    if let run, run.end.kind == kind, run.end.outcome == outcome, run.end.code == code {
      self.run?.count += count
    } else {
      if let run { Self.add(run, to: &counts) }
      run = (End(kind: kind, outcome: outcome, code: code), count)
    }
  }

  private static func add(_ run: (end: End, count: UInt64), to counts: inout CappedCounts<End>) {
    counts.add(run.count, to: run.end.isPresentable ? run.end : run.end.other, orElse: run.end.other)
  }

  private func seconds(from start: Instant, to end: Instant) -> Double {
    Double(end.microsecondsSinceEpoch - start.microsecondsSinceEpoch) / 1_000_000
  }
}

extension FireTallies.End {
  /// The same for all reasons that get no label of their own.
  fileprivate var other: Self { Self(kind: kind, outcome: outcome, code: CappedNames.other) }

  /// What a server says instead of a code stays out of the labels.
  fileprivate var isPresentable: Bool {
    guard let code else { return true }
    return (1...48).contains(code.utf8.count)
      && code.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
  }
}
