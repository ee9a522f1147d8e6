import CivilTime
import ControlMessages
import Scheduling

/// What is promised for a schedule, and why. Pure.
struct Guarantee: Sendable {
  let status: ScheduleStatus
  let retention: String

  var message: GuaranteeMessage {
    let (promise, answer) = promise
    return GuaranteeMessage(
      scheduleID: status.schedule.id.description, schedule: status.schedule.name, promise: promise,
      answer: promise == .none ? answer : (beginning ?? "") + answer, details: details)
  }

  /// What comes before a chain's action.
  private var beginning: String? {
    chain.map { "one fire for each end of '\($0.upstream)' that it follows (\($0.condition.words)), then " }
  }

  private var definition: ScheduleDefinition { status.schedule.definition }
  private var policy: Policy { definition.policy }
  private var chain: ChainTrigger? { definition.trigger?.chain }

  private var promise: (GuaranteeMessage.Promise, String) {
    guard let trigger = definition.trigger, definition.standing.owes else {
      return (.none, "nothing is started: \(status.reason?.sentence ?? "the schedule is \(status.state.rawValue)")")
    }
    switch trigger.action {
    case .snapshot, .build, .runTemplate, .deployment:
      return (
        .oneRunPerAttempt,
        "one run for each attempt: run names are unique on the server, which is asked for the run before anything is sent again"
      )
    case .jfrogDeployment, .jfrogExperiment:
      return (
        .atLeastOnce,
        "one for each attempt while JFrog ML can be asked, else at least once: it refuses no second one of a name, so it is asked for one before anything is sent again"
      )
    case .http, .jfrogInference:
      return policy.retryUnknown == false
        ? atMostOnce(
          "retry_unknown is false, so a request whose answer is lost is not sent again and ends as lost; 408 and 5xx count as declined")
        : (
          .atLeastOnce,
          "at least once, always with the same Idempotency-Key: a target that honours the key runs it once, another one may run it twice after a lost answer"
        )
    case .chain: preconditionFailure("what a chain does is no chain")
    case .command:
      return policy.retryUnknown == true
        ? (.atLeastOnce, "at least once: retry_unknown is true, so a command whose end is lost in a crash of the machine is started again")
        : atMostOnce(
          "a mark on the disk is made before the command is started; one whose end is lost in a crash of the machine ends as lost")
    }
  }

  /// A run that ended badly may be followed by others on purpose; a request that is the run is not repeated as a run.
  private func atMostOnce(_ why: String) -> (GuaranteeMessage.Promise, String) {
    let attempts = definition.trigger?.requestLimit == nil ? policy.retry.attempts : 1
    guard attempts > 1 else { return (.atMostOnce, "at most once: \(why)") }
    return (.atMostOncePerAttempt, "each of up to \(attempts) attempts at most once: \(why)")
  }

  /// A command is started here: no target is asked for it.
  private var isAsked: Bool { definition.trigger?.action.kind != .command }

  private var details: [WhyMessage.Step] {
    let words = PolicyWords(policy: policy, trigger: definition.trigger)
    let all: [(String, String?)] = [
      ("ledger", ledger), ("claim", "a fire is on the disk, with its run name and key, before its first byte is sent"),
      ("identity", identity), ("misfire", misfire(words)), ("overlap", words.overlap),
      ("mutex", policy.mutex.map { "'\($0)': one fire at a time among all schedules that name it" }),
      ("deadline", deadline), ("retry", words.retry(isAsked: isAsked)), ("unknown", unknown), ("timeout", timeout), ("jitter", jitter),
      ("calendars", policy.calendars.isEmpty ? nil : words.calendars), ("max_runs", maxRuns), ("failures", failures),
      ("retention", retention),
    ]
    return all.compactMap { topic, text in text.map { .init(topic, $0) } }
  }

  private var ledger: String {
    guard definition.standing.owes else { return "its instants are not answered for while it is \(status.state.rawValue)" }
    if let chain {
      return "each end of '\(chain.upstream)' that it follows has exactly one row, with its outcome and reason; a backfill sets nothing off"
    }
    return "every due instant after \(status.owedFrom.iso8601) has exactly one row, with its outcome and reason"
  }

  /// What follows an end misses none: of its misfire policy only an outage asks.
  private func misfire(_ words: PolicyWords) -> String? {
    guard chain != nil else { return words.misfire }
    return policy.misfire == .skip ? "skip: what could not be sent while its target was away is not started" : nil
  }

  private var deadline: String {
    let missed = chain == nil ? "makes up for a missed instant or " : ""
    let catchUp = "; none for what \(missed)has outlived a restart, nor while its target is away"
    if let limit = policy.startDeadline { return "a fire may wait \(limit.inWords) for its start, as stated\(catchUp)" }
    // A paused schedule has no next fire, but its instants go on.
    let next = status.nextDue ?? status.schedule.due?.next(after: status.coveredUntil)
    let gap = next.flatMap { next in status.schedule.due?.next(after: next).map { next.duration(to: $0) } }
    let limit = Scheduler.startDeadlineDefault(gap: gap).inWords
    let none = chain == nil ? "no further instant follows" : "it has no instants of its own"
    let why = gap.map { "half of the \($0.inWords) to the next one, at least 1 min and at most 1 h" } ?? none
    return "a fire may wait \(limit) for its start (\(why))\(catchUp)"
  }

  private var unknown: String? {
    definition.trigger.map { "a fire whose answer was lost: \($0.action.kind.facts.lostAnswerResolvedBy.filter { $0 != "`" })" }
  }

  private var identity: String? {
    definition.trigger.map { "an attempt is known by \($0.action.kind.facts.identityCarriedBy.filter { $0 != "`" })" }
  }

  private var timeout: String {
    let patience = (policy.timeout ?? Scheduler.patience).inWords
    return limit + (deletion ?? "") + "; a run that is out of sight for \(patience) ends as lost, so that nothing blocks for ever"
  }

  /// What ends a run that takes too long.
  private var limit: String {
    if let request = definition.trigger?.requestLimit {
      let other = policy.timeout == nil ? "" : ", not its policy"
      return "the request is the run: it may take \(request.inWords), as its trigger says\(other)"
    }
    guard let timeout = policy.timeout else { return "none of Carillon's" }
    return "a run that takes longer than \(timeout.inWords) is asked to end, then ended by force"
  }

  /// What is lost with a run that is ended.
  private var deletion: String? {
    switch definition.trigger?.action.kind {
    case .jfrogExperiment: "; an experiment that is ended, by that or by a cancel, is deleted on JFrog ML with its record and metrics"
    case .jfrogDeployment: "; a deployment that is ended while it is deploying, by that or by a cancel, is deleted on JFrog ML"
    case .snapshot, .build, .runTemplate, .deployment, .http, .command, .jfrogInference, .chain, nil: nil
    }
  }

  private var jitter: String? {
    policy.jitter > .zero
      ? "up to \(policy.jitter.inWords) behind the due instant; fixed by the schedule's id, so the same after a restart" : nil
  }

  private var maxRuns: String? { policy.maxRuns.map { "\(status.memory.runsStarted) of \($0) runs are used up" } }

  private var failures: String? {
    policy.pauseAfterFailures.map { "after \($0) failures in a row it is paused; there are \(status.memory.failuresInARow) now" }
  }
}
