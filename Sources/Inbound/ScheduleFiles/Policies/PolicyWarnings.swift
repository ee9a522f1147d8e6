import CivilTime
import Scheduling

/// What a policy says that is possible but rarely meant.
struct PolicyWarnings {
  let log: ProblemLog

  /// Due instants that are looked at for the gaps between them: a day of quarter-hours.
  private static let sampleSize = 96
  /// A Thursday; any instant would do.
  private static let sampleStart = Instant(secondsSinceEpoch: 1_767_225_600)

  /// - Parameter due: nil when the timing could not be read.
  func warn(_ policy: Policy, trigger: Trigger?, due: DueInstants?, _ document: inout MappingReader) {
    guard let node = document.take("policy"), var reader = MappingReader(node, "policy", log: log) else { return }
    if let due { warnOfJitter(policy, due, &reader) }
    guard let trigger else { return }
    warnOfTimeout(policy, trigger, &reader)
    warnOfAttempts(policy, trigger, &reader)
  }

  private func warnOfJitter(_ policy: Policy, _ due: DueInstants, _ reader: inout MappingReader) {
    guard policy.jitter > .zero, let node = reader.take("jitter"), let gap = Self.smallestGap(due), policy.jitter >= gap else { return }
    log.warning(
      "jitter '\(DurationText.text(policy.jitter))' is not shorter than the \(DurationText.text(gap)) between two due instants: "
        + "a fire may wait until the next one is due", at: node.place)
  }

  /// Nil for less than two instants.
  private static func smallestGap(_ due: DueInstants) -> Duration? {
    if case .interval(let seconds, _) = due.timing { return .seconds(seconds) }
    var (last, gap): (Instant?, Duration?) = (nil, nil)
    var position = due.start ?? sampleStart
    for _ in 0..<sampleSize {
      guard let next = due.next(after: position) else { break }
      if let last { gap = min(gap ?? last.duration(to: next), last.duration(to: next)) }
      (last, position) = (next, next)
    }
    return gap
  }

  private func warnOfTimeout(_ policy: Policy, _ trigger: Trigger, _ reader: inout MappingReader) {
    guard let timeout = policy.timeout, let node = reader.take("timeout") else { return }
    if let limit = trigger.requestLimit {
      return log.warning(
        "timeout '\(DurationText.text(timeout))' ends no run here: the request is the run, and the trigger's own timeout, "
          + "\(DurationText.text(limit)), ends it; write it there", at: node.place)
    }
    guard case .command(let command) = trigger.action, let seconds = command.timeoutSeconds, timeout >= .seconds(seconds) else { return }
    log.warning(
      "timeout '\(DurationText.text(timeout))' never counts: the trigger's own timeout, \(DurationText.text(.seconds(seconds))), comes first",
      at: node.place)
  }

  private func warnOfAttempts(_ policy: Policy, _ trigger: Trigger, _ reader: inout MappingReader) {
    guard policy.retry.attempts > 1, trigger.requestLimit != nil, let node = reader.take("retry"),
      let attempts = MappingReader(node, "retry", log: log)?.entry("attempts")?.value
    else { return }
    log.warning(
      "attempts '\(policy.retry.attempts)' repeat no request: the request is the run, and one that is refused ends the fire; "
        + "retry.sends says how often it is sent to a target that declines", at: attempts.place)
  }
}
