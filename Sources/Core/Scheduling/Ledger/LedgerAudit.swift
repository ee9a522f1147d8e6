import CivilTime

/// Due instants that a revision owes, recomputed.
package struct OwedInstants: Sendable {
  package var schedule: Identifier
  package var name: String
  package var revision: Int
  /// Ascending.
  package var instants: [Instant]
}

/// Whether each owed instant has exactly one row: recomputed from the revisions, compared with the rows.
package struct LedgerAudit: Sendable {
  /// Consecutive owed instants that something is wrong with.
  package struct Fault: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable { case missing, coveredTwice = "covered_twice", countDiffers = "count_differs" }

    package var kind: Kind
    package var schedule: Identifier
    package var name: String
    package var revision: Int
    package var first: Instant
    package var last: Instant
    package var count: Int
  }

  /// How many instants were looked at.
  package private(set) var instants = 0
  package private(set) var faults: [Fault] = []
  /// Of rows that reach beyond what was looked at, and begin in it: how many owed instants they cover so far.
  private var coveredSoFar: [Identifier: Int] = [:]
  /// The last instant of each schedule that was looked at.
  private var reached: [Identifier: Instant] = [:]
  /// Where the last fault of a kind and a schedule lies among the faults.
  private var lastFaults: [FaultKey: Int] = [:]

  /// No gap goes on over it: what was due before is a fault of its own.
  private let cut: Instant

  package init(cutAt cut: Instant = .distantPast) { self.cut = cut }

  /// Stretches of one schedule are to come in order: a gap and a row may go on from one to the next.
  /// - Parameter spans: the rows of kind `scheduled` of this schedule that cover anything among the instants, by due.
  package mutating func check(_ owed: OwedInstants, against spans: [LedgerSpan]) {
    instants += owed.instants.count
    var index = 0
    var covered = [Int](repeating: 0, count: spans.count)
    var previous = reached[owed.schedule]
    for instant in owed.instants {
      while index < spans.count, spans[index].dueLast < instant { index += 1 }
      var hits = 0
      var candidate = index
      while candidate < spans.count, spans[candidate].due <= instant {
        if spans[candidate].dueLast >= instant {
          hits += 1
          covered[candidate] += 1
        }
        candidate += 1
      }
      if hits == 0 { note(.missing, owed, at: instant, after: previous) }
      if hits > 1 { note(.coveredTwice, owed, at: instant, after: previous) }
      previous = instant
    }
    reached[owed.schedule] = previous
    checkCounts(owed, spans, covered)
  }

  /// A range says how many instants it stands for; one of which all instants were looked at must be right.
  private mutating func checkCounts(_ owed: OwedInstants, _ spans: [LedgerSpan], _ covered: [Int]) {
    guard let first = owed.instants.first, let last = owed.instants.last else { return }
    for (span, count) in zip(spans, covered) where span.revision == owed.revision {
      let before = coveredSoFar.removeValue(forKey: span.id)
      // Of one that begins earlier nobody knows how many it covers there.
      guard before != nil || span.due >= first else { continue }
      let sum = (before ?? 0) + count
      if span.dueLast > last {
        coveredSoFar[span.id] = sum
      } else if span.count != sum {
        faults.append(
          Fault(
            kind: .countDiffers, schedule: owed.schedule, name: owed.name, revision: owed.revision, first: span.due, last: span.dueLast,
            count: span.count))
      }
    }
  }

  private struct FaultKey: Hashable {
    let kind: Fault.Kind
    let schedule: Identifier
    let revision: Int
  }

  private mutating func note(_ kind: Fault.Kind, _ owed: OwedInstants, at instant: Instant, after previous: Instant?) {
    let key = FaultKey(kind: kind, schedule: owed.schedule, revision: owed.revision)
    if let index = lastFaults[key], faults[index].last == previous, faults[index].last >= cut || instant < cut {
      faults[index].last = instant
      faults[index].count += 1
    } else {
      lastFaults[key] = faults.count
      faults.append(
        Fault(
          kind: kind, schedule: owed.schedule, name: owed.name, revision: owed.revision, first: instant, last: instant, count: 1))
    }
  }
}

extension AnsweringRevision {
  /// What this revision owes within the range; nil when that is nothing.
  package func owed(in range: Range<Instant>, zoneNamed: (String) -> ZoneRules?) -> OwedInstants? {
    guard revision.definition.standing.owes else { return nil }
    let schedule = Schedule(revision.definition, zoneNamed: zoneNamed)
    return schedule.owed(revision: revision.number, after: revision.owedFrom, through: through, in: range)
  }
}

extension Schedule {
  fileprivate func owed(revision: Int, after owedFrom: Instant, through: Instant, in range: Range<Instant>) -> OwedInstants? {
    guard let due else { return nil }
    var instants: [Instant] = []
    var next = due.next(after: max(owedFrom, range.lowerBound.advanced(by: .microseconds(-1))))
    while let instant = next, instant <= through, instant < range.upperBound {
      instants.append(instant)
      next = due.next(after: instant)
    }
    return instants.isEmpty ? nil : OwedInstants(schedule: id, name: name, revision: revision, instants: instants)
  }
}

extension Scheduler {
  /// What the schedules, as they stand now, owe of what was to come within the range: jitter comes behind the due instant. What waits
  /// for the sources, or for news, is left out.
  package func owed(in range: Range<Instant>) -> [OwedInstants] {
    guard openedAt != nil, !isStopping else { return [] }
    return plans.values.compactMap { plan in
      guard plan.definition.standing.owes, !waitsToAnswer(plan) else { return nil }
      let own = plan.withoutJitter(range.lowerBound)..<plan.withoutJitter(range.upperBound)
      return plan.schedule.owed(revision: plan.revision, after: plan.owedFrom, through: .distantFuture, in: own)
    }
  }

  /// Up to where the schedules answer when all that was to come by `end` is decided.
  package func answeringEnds(through end: Instant) -> AnsweringEnds {
    var ends = AnsweringEnds(end: end)
    for (id, plan) in plans where plan.definition.standing.owes {
      let isHeld = openedAt == nil || isStopping || waitsToAnswer(plan)
      let own = isHeld ? plan.coveredUntil : max(plan.coveredUntil, plan.withoutJitter(end))
      if own < end { ends.earlier[id] = own }
    }
    // The ledger may not have been told yet that they are gone.
    for (id, gone) in retired where gone.coveredUntil < end { ends.earlier[id] = gone.coveredUntil }
    return ends
  }

  /// How far behind its due instant a fire comes at most.
  package var longestJitter: Duration { plans.values.lazy.map(\.jitter).max() ?? .zero }

  /// True while some of what was missed before the start waits to be settled.
  package var isCatchingUp: Bool { openedAt == nil || holdsCatchUp || !catchUp.ready.isEmpty || !catchUp.waiting.isEmpty }

  /// True while what is due of it is left alone: what was missed before the start waits for the sources, or for news.
  private func waitsToAnswer(_ plan: SchedulePlan) -> Bool {
    awaitsNews(plan) || holdsCatchUp(of: plan) && openedAt.map { plan.coveredUntil < $0 } ?? true
  }
}
