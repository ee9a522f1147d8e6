import CivilTime
import Scheduling

/// A schedule's policies in sentences, each with its topic.
struct PolicyWords {
  let policy: Policy
  let trigger: Scheduling.Trigger?

  /// A request that is the run is not repeated as a run.
  private var attempts: Int { isRequest ? 1 : policy.retry.attempts }
  private var isRequest: Bool { trigger?.requestLimit != nil }

  /// All on one line, for a story.
  var line: String {
    var parts = ["misfire \(policy.misfire.rawValue)", "overlap \(policy.overlap.rawValue)"]
    if policy.misfireLimit != Policy.misfireLimitDefault { parts.append("misfire limit \(policy.misfireLimit)") }
    if let window = policy.misfireWindow { parts.append("misfire window \(window.inWords)") }
    if let deadline = policy.startDeadline { parts.append("start deadline \(deadline.inWords)") }
    if let mutex = policy.mutex { parts.append("mutex \(mutex)") }
    if let timeout = policy.timeout { parts.append("timeout \(timeout.inWords)") }
    if attempts > 1 { parts.append("up to \(attempts) attempts" + (exitCodes.map { " (exit codes \($0))" } ?? "")) }
    if let isRepeated = policy.retryUnknown { parts.append("retry_unknown \(isRepeated)") }
    if policy.jitter > .zero { parts.append("jitter up to \(policy.jitter.inWords)") }
    if let runs = policy.maxRuns { parts.append("at most \(runs) runs") }
    if let failures = policy.pauseAfterFailures { parts.append("pause after \(failures) failures in a row") }
    if !policy.calendars.isEmpty { parts.append("calendars \(calendars)") }
    return parts.joined(separator: ", ")
  }

  var misfire: String {
    let what =
      switch policy.misfire {
      case .last: "last: of the instants missed in a row, the latest is started once, and told how many it stands for"
      case .all: "all: each missed instant is started, the newest \(policy.misfireLimit) of them at most"
      case .skip: "skip: what was missed is written down, and not started"
      }
    return what + (policy.misfireWindow.map { "; not when it was missed by more than \($0.inWords)" } ?? "")
  }

  var overlap: String {
    switch policy.overlap {
    case .skip: "skip: what is due while a fire is under way is not started"
    case .bufferOne: "buffer_one: one fire waits for the one under way"
    case .bufferAll(let limit): "buffer_all: up to \(limit) fires wait for the one under way"
    case .cancelOther: "cancel_other: the fire under way is asked to end, and the new one starts then"
    case .terminateOther: "terminate_other: the fire under way is ended by force, and the new one starts then"
    case .allow: "allow: fires run beside each other"
    }
  }

  /// - Parameter isAsked: its target is asked for the run, and may decline.
  func retry(isAsked: Bool) -> String {
    let retry = policy.retry
    let repetition =
      attempts == 1
      ? "a \(isRequest ? "request that is refused" : "run that ended badly") is not repeated"
      : "a run that \(badEnd) is repeated, up to \(attempts) attempts"
    let others = attempts > 1 && exitCodes != nil ? "; one with another exit code is not" : ""
    let budget = isRequest ? "" : retry.budget.map { ", none later than \($0.inWords) after the first" } ?? ""
    let distances = "first after \(retry.backoff.inWords), then at growing distances up to \(retry.maxBackoff.inWords)"
    guard isAsked else { return repetition + budget + (attempts == 1 ? "" : ", \(distances)") + others }
    return "\(repetition)\(budget)\(others); a target that declines is asked up to \(retry.sends) times, \(distances)"
  }

  /// Which ends are worth another attempt. What was ended, by a signal or for its time, has no exit code of its own.
  private var badEnd: String { exitCodes.map { "exited with \($0), or ended badly without an exit code of its own," } ?? "ended badly" }

  private var exitCodes: String? { policy.retry.exitCodeWords?.joined(separator: ", ") }

  var calendars: String { policy.calendars.map { "\($0.calendar.name) (\($0.action.rawValue))" }.joined(separator: ", ") }
}

extension RetryPolicy {
  /// `3`, `10-20`: the exit codes that are worth another attempt; nil: each but 0.
  var exitCodeWords: [String]? { exitCodes?.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" } }
}
