import CivilTime
import Scheduling

/// What is due and has no row yet, for it is still to be written.
struct UnwrittenInstants {
  /// Each due instant before it has its row; now, where nothing waits to be written.
  let first: Instant
  /// Why nothing can be written; nil: it is being written just now.
  let problem: String?

  /// Where a stretch ends that is to have all of its rows.
  func coveredEnd(of wanted: Instant) -> Instant { min(wanted, first) }

  /// One sentence; nil when a stretch up to `end` is not touched by it.
  func problem(before end: Instant) -> String? {
    guard let problem, end >= first else { return nil }
    return "what is due from \(first.roundedDownToSecond.iso8601) on has no row yet: the ledger cannot be written: \(problem)"
  }
}
