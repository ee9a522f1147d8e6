import CivilTime

/// A target that fires wait for which have not been started.
package struct AwaitedTarget: Hashable, Sendable {
  package var name: TargetName
  /// Since when it is taken to be down; nil: it is not, or this life does not know.
  package var awaySince: Instant?
  /// What came of the last fire that it did not take; nil: it took the last one, or there was none in this life.
  package var lastFailure: Reason?
  /// True once it has answered anything in this life.
  package var hasAnswered: Bool
  /// How many fires wait.
  package var fires: Int
  /// Whose they are: the names of schedules, each once, in their order.
  package var schedules: [String]

  package init(
    _ name: TargetName, awaySince: Instant?, lastFailure: Reason? = nil, hasAnswered: Bool = false, fires: Int, schedules: [String]
  ) {
    (self.name, self.awaySince, self.lastFailure, self.hasAnswered) = (name, awaySince, lastFailure, hasAnswered)
    (self.fires, self.schedules) = (fires, schedules)
  }
}

extension Scheduler {
  /// The targets that fires wait for whose turn has come, by name; nil until it is open, when nobody has tried to send what an earlier life
  /// left.
  ///
  /// - Complexity: O(fires under way)
  package var awaitedTargets: [AwaitedTarget]? {
    guard openedAt != nil else { return nil }
    var waiting: [TargetName: (entry: DispatchGate.Entry, fires: Int, schedules: Set<String>)] = [:]
    for fire in fires.values where fire.entry.name.hasBreaker && fire.awaitsTarget {
      waiting[fire.entry.name, default: (fire.entry, 0, [])].fires += 1
      waiting[fire.entry.name]?.schedules.insert(fire.row.scheduleName)
    }
    return waiting.values.map { entry, fires, schedules in
      AwaitedTarget(
        entry.name, awaySince: entry.awaySince, lastFailure: entry.lastFailure, hasAnswered: entry.hasAnswered, fires: fires,
        schedules: schedules.sorted())
    }.sorted { $0.name.description < $1.name.description }
  }
}

extension ActiveFire {
  /// Its turn has come, and its target has not said that it is started.
  fileprivate var awaitsTarget: Bool {
    switch phase {
    case .gated, .announcing, .sending, .waiting, .asking: true
    case .writing, .held, .queued, .running, .ended: false
    }
  }
}
