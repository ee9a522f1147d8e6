/// What a ZenML server would call an outcome, in the words that every version of it has.
package enum ZenMLStatus: String, Sendable, CaseIterable {
  case initializing, running, completed, failed, cached
  /// It ended by command, or never began: our outcome says which, and the reason why.
  case stopped

  /// - Parameter outcome: the raw value of an `Outcome`.
  package init(outcome: String) {
    switch outcome {
    case "claimed", "waiting": self = .initializing
    case "started", "unknown": self = .running
    case "succeeded": self = .completed
    case "failed", "timed_out", "lost", "rejected": self = .failed
    default: self = .stopped
    }
  }

  package var isInProgress: Bool { self == .initializing || self == .running }
}
