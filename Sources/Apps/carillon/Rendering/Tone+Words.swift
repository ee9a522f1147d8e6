import Scheduling

extension Palette.Tone {
  /// Of an outcome; nil for what this version does not know.
  static func of(outcome: String?) -> Palette.Tone? {
    guard let outcome = outcome.flatMap(Outcome.init(rawValue:)) else { return nil }
    switch outcome {
    case .claimed, .waiting, .started: return .active
    case .unknown: return .attention
    case .succeeded: return .good
    case .failed, .timedOut, .lost, .rejected, .unbound: return .bad
    case .cancelled, .skippedOverlap, .skippedMutex, .skippedMissedDeadline, .skippedMisfire: return .attention
    case .coalesced, .skippedPaused, .skippedCalendar, .skippedMaxRuns, .removed: return .quiet
    }
  }

  /// Of a schedule's state.
  static func of(state: String) -> Palette.Tone? {
    switch state {
    case "armed": .good
    case "paused": .attention
    case "invalid", "unbound": .bad
    case "ended", "observed": .quiet
    default: nil
    }
  }
}
