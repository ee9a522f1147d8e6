import CivilTime
import Scheduling
import Seams
import Testing

/// What every `TriggerTarget` promises, written once: each implementation's tests run all of it.
///
///     @Test(arguments: TriggerTargetConformance.promises)
///     func keeps(_ promise: TargetPromise) async throws { try await promise.check(targetUnderTest) }
package enum TriggerTargetConformance {
  package static let promises = identityPromises + stopPromises + reasonPromises
}

/// One sentence about targets, and how it is checked.
package struct TargetPromise: Sendable, CustomTestStringConvertible {
  package let sentence: String
  package let check: @Sendable (TargetUnderTest) async throws -> Void

  init(_ sentence: String, _ check: @escaping @Sendable (TargetUnderTest) async throws -> Void) {
    self.sentence = sentence
    self.check = check
  }

  package var testDescription: String { sentence }
}

/// A kind of target, in any of the worlds that it may find.
package struct TargetUnderTest: Sendable {
  package enum World: Sendable, CaseIterable {
    /// Takes fires; what they start goes on until it is stopped, unless the kind knows no such thing.
    case working
    /// Answers, and refuses.
    case declining
    /// Does not answer.
    case away
  }

  /// In the environment of the tests, and of their triggers: no answer may hold it.
  package static let secret = (variable: "CARILLON_TEST_SECRET", value: "canary-4f1d")

  package struct Scene: Sendable {
    package let target: any TriggerTarget
    package let trigger: Trigger
    /// What the world recognises fires by, once for each request that reached it.
    package let identities: @Sendable () async throws -> [String]
    /// Brings what was started to where it can be stopped.
    package let letWork: @Sendable () async throws -> Void

    package init(
      _ target: any TriggerTarget, _ trigger: Trigger, letWork: @escaping @Sendable () async throws -> Void = {},
      identities: @escaping @Sendable () async throws -> [String]
    ) {
      self.target = target
      self.trigger = trigger
      self.letWork = letWork
      self.identities = identities
    }
  }

  /// A new world each time: nothing of an earlier one is left in it.
  package let scene: @Sendable (World) async throws -> Scene

  package init(scene: @escaping @Sendable (World) async throws -> Scene) { self.scene = scene }
}

extension TargetUnderTest.Scene {
  /// A fire of this scene's trigger, claimed at 2026-11-21T02:00:00Z.
  package func fire(attempt: Int = 1) -> Fire {
    let (schedule, due) = (Identifier(high: 0, low: 1), Instant(secondsSinceEpoch: 1_795_226_400))
    let id = Fire.id(schedule: schedule, due: due)
    let name = Fire.runName(schedule: "nightly", due: due, id: id)
    return Fire(
      id: id, kind: .scheduled, scheduleID: schedule, scheduleName: "nightly", due: due,
      runName: attempt == 1 ? name : "\(name)-\(attempt)", attempt: attempt, claimedAt: due, trigger: trigger)
  }

  /// Starts a fire, lets `body` look, and ends whatever goes on.
  func withStarted(attempt: Int = 1, _ body: (Fire, AttemptResult) async throws -> Void) async throws {
    var fire = fire(attempt: attempt)
    let result = await target.start(fire)
    if case .started(let runID?, _) = result { fire = fire.following(runID) }
    try await letWork()
    try await body(fire, result)
    _ = await target.stop(fire, force: true)
  }
}

extension Fire {
  /// The same, as it is once its run is known.
  func following(_ runID: String) -> Fire {
    Fire(
      id: id, kind: kind, scheduleID: scheduleID, scheduleName: scheduleName, due: due, runName: runName, attempt: attempt,
      claimedAt: claimedAt, trigger: trigger, runID: runID, details: details)
  }
}
