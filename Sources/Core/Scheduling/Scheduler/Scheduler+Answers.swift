import CivilTime

/// A call to a target that has not come back: its fire goes no further until it does.
package struct AwaitedAnswer: Hashable, Sendable {
  package let fire: Identifier
  package let schedule: Identifier
  /// The how-manieth call for the fire in this life: the next one is waited for anew.
  package let call: Int
  /// How long such a call takes at most.
  package let limit: Duration

  package init(fire: Identifier, schedule: Identifier, call: Int, limit: Duration) {
    (self.fire, self.schedule, self.call, self.limit) = (fire, schedule, call, limit)
  }

  /// That it has taken longer than it may.
  package var finding: AuditFinding {
    let sentence = "fire \(fire) is stuck: a call to its target has not come back within \(limit.inWords)"
    return AuditFinding(schedule: schedule, problem: Reason("stuck", sentence))
  }
}

extension Scheduler {
  /// The calls that send a fire, or ask what became of one, and have not come back. Of a daemon that ends it says nothing: it calls nobody.
  /// - Complexity: O(fires under way)
  package var awaitedAnswers: [AwaitedAnswer] {
    guard openedAt != nil, !isStopping else { return [] }
    return fires.values.compactMap(\.awaitedAnswer).sorted { $0.fire < $1.fire }
  }

  mutating func askTarget(of fire: ActiveFire, _ turn: inout Turn) {
    fire.noteQuestion()
    turn.effects.append(.lookUp(fire.fire))
  }
}

extension ActiveFire {
  fileprivate var awaitedAnswer: AwaitedAnswer? {
    // What is asked about has a timer only while nobody is asking.
    guard phase == .sending || phase == .asking && timers[.step] == nil else { return nil }
    return AwaitedAnswer(fire: id, schedule: row.scheduleID, call: calls, limit: trigger.callLimit)
  }
}
