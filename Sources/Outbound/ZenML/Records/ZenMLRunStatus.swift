/// The status of a pipeline run, in the server's own words.
package struct ZenMLRunStatus: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
  package var description: String { rawValue }

  /// What a status means for the fire that started the run.
  package enum Phase: Sendable, Equatable {
    case underWay
    case succeeded
    case failed
    case cancelled
    /// Over, and replaced by another run. A step's status in 0.98, never a run's; kept for servers that say otherwise.
    case retried
  }

  /// A word that is not known counts as under way: better followed for too long than settled wrongly.
  package var phase: Phase {
    switch rawValue {
    case "completed", "cached", "skipped": .succeeded
    case "failed": .failed
    case "stopped", "cancelled": .cancelled
    case "retried": .retried
    default: .underWay
    }
  }

  /// True once it was told to end and has not yet.
  package var isEnding: Bool { ["stopping", "cancelling"].contains(rawValue) }

  /// True before any work: where a run stays for ever whose runner was killed at the wrong moment.
  package var isInitializing: Bool { rawValue == "initializing" }
}
