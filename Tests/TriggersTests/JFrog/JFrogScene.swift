import CivilTime
import JFrogML
import Scheduling
import Seams
import TestSupport
import Triggers

/// The three targets before one server, with time that a test moves.
struct JFrogScene {
  let server = FakeJFrog()
  let ticker = Ticker()
  let clock = VirtualClock(JFrogScene.due)
  let deploying: JFrogDeploymentTarget
  let experimenting: JFrogExperimentTarget
  let inferring: JFrogInferenceTarget

  static let due = Instant(secondsSinceEpoch: 1_795_226_400)

  init(endpointHosts: Set<String> = []) throws {
    let (ticker, clock) = (ticker, clock)
    let client = try JFrogMLClient(baseURL: FakeJFrog.base, credentials: .token("eyJ.token"), transport: server, now: { clock.now() })
    let polling = JFrogPolling(clock: clock) { _ in try await ticker.pause() }
    deploying = JFrogDeploymentTarget(client: client, clock: clock, polling: polling)
    experimenting = JFrogExperimentTarget(client: client, clock: clock, polling: polling)
    inferring = JFrogInferenceTarget(client: client, endpointHosts: endpointHosts, transport: server, clock: clock)
  }

  /// A fire of 2026-11-21T02:00:00Z, claimed then.
  static func fire(_ trigger: Trigger, attempt: Int = 1, runID: String? = nil) -> Fire {
    let schedule = Identifier(high: 0, low: 1)
    let id = Fire.id(schedule: schedule, due: due)
    let name = Fire.runName(schedule: "nightly", due: due, id: id)
    return Fire(
      id: id, kind: .scheduled, scheduleID: schedule, scheduleName: "nightly", due: due,
      runName: attempt == 1 ? name : "\(name)-\(attempt)", attempt: attempt, claimedAt: due, trigger: trigger, runID: runID)
  }
}

extension AttemptResult {
  /// `unavailable server_away`, for tables.
  var short: String {
    switch self {
    case .started(let runID, _): "started \(runID ?? "-")"
    case .finished(let observation, _): "finished \(observation.status)"
    case .refused(let outcome, let reason, _): "refused \(outcome.rawValue) \(reason.code)"
    case .unavailable(let reason): "unavailable \(reason.code)"
    case .retryable(let reason, let retryAfter, _, _): "retryable \(reason.code)\(retryAfter.map { " \($0.components.seconds)" } ?? "")"
    case .full(let reason, _): "full \(reason.code)"
    case .unclear(let reason): "unclear \(reason.code)"
    }
  }
}

extension LookUpResult {
  /// `unavailable not_seen_yet`, for tables.
  var short: String {
    switch self {
    case .notStarted: "not started"
    case .running(let runID, _): "running \(runID ?? "-")"
    case .finished(let observation, _): "finished \(observation.status)"
    case .settled(let outcome, let reason): "settled \(outcome.rawValue) \(reason.code)"
    case .unavailable(let reason): "unavailable \(reason.code)"
    case .cannotBeAsked: "cannot be asked"
    }
  }
}
