import CivilTime
import CurlHTTP
import Foundation
import Scheduling
import Seams
import TestSupport
import Testing

@testable import Triggers

/// A real transport, a clock that stands still, and fires of any http trigger.
struct HTTPScene {
  static let due = Instant(secondsSinceEpoch: 1_795_226_400)
  let clock = VirtualClock(HTTPScene.due)
  var sources = TemplateSources()
  let callbacks = CallbackInbox()

  var target: HTTPTarget { HTTPTarget(transport: CurlHTTPTransport(), clock: clock, sources: sources, callbacks: callbacks) }

  func fire(_ trigger: HTTPTrigger, named name: String = "nightly", attempt: Int = 1, runID: String? = nil) -> Fire {
    let (schedule, due) = (Identifier(high: 0, low: 1), Self.due)
    let id = Fire.id(schedule: schedule, due: due)
    return Fire(
      id: id, kind: .scheduled, scheduleID: schedule, scheduleName: name, due: due,
      runName: Fire.runName(schedule: name, due: due, id: id), attempt: attempt, claimedAt: due, trigger: .http(trigger), runID: runID)
  }

  func start(_ trigger: HTTPTrigger) async -> AttemptResult { await target.start(fire(trigger)) }

  /// Lets time pass, look by look, until the run has ended.
  /// - Returns: what was told on the way.
  func follow(_ fire: Fire, with target: HTTPTarget? = nil) async -> [RunObservation] {
    let time = passingTime()
    defer { time.cancel() }
    return await watch(fire, with: target)
  }

  /// What is told until the run has ended, while the clock stands still.
  func watch(_ fire: Fire, with target: HTTPTarget? = nil) async -> [RunObservation] {
    var seen: [RunObservation] = []
    for await observation in (target ?? self.target).observations(of: fire) { seen.append(observation) }
    return seen
  }

  /// Time that comes whenever somebody waits for it, until it is cancelled.
  func passingTime() -> Task<Void, Never> {
    Task { [clock] in
      while let next = await clock.anyAlarm() { clock.set(max(next, clock.now())) }
    }
  }
}

extension AttemptResult {
  var reason: Reason? {
    switch self {
    case .started: nil
    case .finished(let observation, _): observation.reason
    case .refused(_, let reason, _), .retryable(let reason, _, _, _), .full(let reason, _): reason
    case .unavailable(let reason), .unclear(let reason): reason
    }
  }

  var runID: String? { if case .started(let runID, _) = self { runID } else { nil } }
}

/// A secret store of a test.
struct SecretStore: SecretSource {
  let values: [String: String]
  var error: SecretError?

  func value(_ name: String, _ key: String) async throws(SecretError) -> String {
    if let error { throw error }
    guard let value = values["\(name).\(key)"] else {
      throw SecretError(.notFound, "the server has no secret '\(name)' with a key '\(key)'")
    }
    return value
  }
}
