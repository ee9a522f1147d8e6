import CivilTime

/// How targets stand, as far as this life knows.
package struct TargetStandings: Hashable, Sendable {
  /// Those that fires wait for because they did not take them, by name.
  package var awaited: [AwaitedTarget]
  /// Those that answered the last fire that was sent there.
  package var answering: Set<TargetName>

  package init(awaited: [AwaitedTarget] = [], answering: Set<TargetName> = []) { (self.awaited, self.answering) = (awaited, answering) }
}

package struct AwaitedTarget: Hashable, Sendable {
  package var name: TargetName
  /// The first failure since its last answer, or since the start of this life; nil: none yet, an earlier life left what waits.
  package var failingSince: Instant?
  /// What came of the last fire that was sent there.
  package var lastFailure: Reason?
  /// How many fires wait.
  package var fires: Int
  /// Whose they are: the names of schedules, each once, in their order.
  package var schedules: [String]

  package init(_ name: TargetName, failingSince: Instant?, lastFailure: Reason?, fires: Int, schedules: [String]) {
    (self.name, self.failingSince, self.lastFailure) = (name, failingSince, lastFailure)
    (self.fires, self.schedules) = (fires, schedules)
  }
}

extension Scheduler {
  /// - Complexity: O(fires under way, targets)
  package func targetStandings(at now: Instant) -> TargetStandings {
    var waiting: [TargetName: (entry: DispatchGate.Entry, fires: Int, schedules: Set<String>)] = [:]
    for fire in fires.values where fire.entry.name.hasBreaker && fire.awaitsTarget(at: now) {
      waiting[fire.entry.name, default: (fire.entry, 0, [])].fires += 1
      waiting[fire.entry.name]?.schedules.insert(fire.row.scheduleName)
    }
    let awaited = waiting.values.map { entry, fires, schedules in
      AwaitedTarget(
        entry.name, failingSince: entry.failingSince, lastFailure: entry.lastFailure, fires: fires, schedules: schedules.sorted())
    }
    return TargetStandings(awaited: awaited.sorted { $0.name.description < $1.name.description }, answering: gate.answeringTargets)
  }

  /// Targets that are taken to be down, and that fires wait for: of others nobody can say how they are now.
  package func awayTargets(at now: Instant) -> [TargetName] {
    let awaited = Set(fires.values.lazy.filter { $0.awaitsTarget(at: now) }.map(\.entry.name))
    return gate.awayTargets.filter(awaited.contains)
  }
}

extension ActiveFire {
  /// So much longer than a connect may take, a fire is on its way at most before its target has it: its secrets are read first, and it
  /// may wait for a free connection.
  private static let timeBeforeConnect: Duration = .seconds(5)

  /// Its target has not taken it, or is kept from fires that it would not take. A request that takes long is no longer one that waits.
  fileprivate func awaitsTarget(at now: Instant) -> Bool {
    switch phase {
    case .gated: entry.isAway
    case .waiting, .asking: true
    case .announcing: hasCauseToWait
    case .sending: hasCauseToWait && isConnecting(at: now)
    case .writing, .held, .queued, .running, .ended: false
    }
  }

  private var hasCauseToWait: Bool { entry.isAway || failures > 0 || declines > 0 || isInDoubt || outlivedOutage }

  private func isConnecting(at now: Instant) -> Bool {
    timeOnItsWay(at: now).map { $0 <= trigger.connectLimit + Self.timeBeforeConnect } ?? false
  }
}

extension Trigger {
  /// How long a request may take to reach its target.
  fileprivate var connectLimit: Duration {
    guard case .http(let http) = action else { return .seconds(HTTPConnection.connectTimeoutSecondsDefault) }
    return .seconds(http.connection?.connectTimeoutSeconds ?? HTTPConnection.connectTimeoutSecondsDefault)
  }
}
