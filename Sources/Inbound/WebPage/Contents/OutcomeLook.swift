/// How an outcome looks: few enough to be told apart at a glance, each with a colour, a shape and a word.
package enum OutcomeLook: String, CaseIterable, Sendable {
  case good, bad, missed, running, quiet

  /// - Parameter outcome: as `RunItem` has it. One that is not known yet looks quiet.
  package init(_ outcome: String) {
    switch outcome {
    case "succeeded": self = .good
    case "failed", "timed_out", "lost", "rejected": self = .bad
    case "unbound", "skipped_overlap", "skipped_mutex", "skipped_missed_deadline", "skipped_misfire": self = .missed
    case "claimed", "waiting", "started", "unknown": self = .running
    default: self = .quiet
    }
  }

  /// What a tally of them is called.
  var word: String {
    switch self {
    case .good: "succeeded"
    case .bad: "failed"
    case .missed: "missed"
    case .running: "under way"
    case .quiet: "left out as agreed"
    }
  }

  /// A shape in a square of 16 × 16, so that colour is never all.
  var shape: String {
    switch self {
    case .good: "M2 8.5 6 12.5 14 3.5"
    case .bad: "M3 3 13 13M13 3 3 13"
    case .missed: "M8 2 14.5 13.5H1.5Z"
    case .running: "M4 2.5 13.5 8 4 13.5Z"
    case .quiet: "M3 8H13"
    }
  }
}

/// How many due instants had which outcome.
package struct OutcomeTally: Sendable, Equatable {
  package private(set) var counts: [String: Int] = [:]

  package init(_ counts: [String: Int] = [:]) { self.counts = counts }

  package mutating func add(_ outcome: String, _ count: Int) { counts[outcome, default: 0] += count }

  package func count(_ look: OutcomeLook) -> Int {
    counts.reduce(0) { OutcomeLook($1.key) == look ? $0 + $1.value : $0 }
  }

  package var total: Int { counts.values.reduce(0, +) }
}
