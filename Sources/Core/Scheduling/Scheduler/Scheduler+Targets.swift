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
  package var targetStandings: TargetStandings {
    var waiting: [TargetName: (entry: DispatchGate.Entry, fires: Int, schedules: Set<String>)] = [:]
    for fire in fires.values where fire.entry.name.hasBreaker && fire.awaitsTarget {
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
  package var awayTargets: [TargetName] {
    let awaited = Set(fires.values.lazy.filter(\.awaitsTarget).map(\.entry.name))
    return gate.awayTargets.filter(awaited.contains)
  }
}

extension ActiveFire {
  /// Its target has not taken it, or is kept from fires that it would not take.
  fileprivate var awaitsTarget: Bool {
    switch phase {
    case .gated: entry.isAway
    case .waiting, .asking: true
    case .announcing, .sending: entry.isAway || failures > 0 || declines > 0 || isInDoubt || outlivedOutage
    case .writing, .held, .queued, .running, .ended: false
    }
  }
}
