import CivilTime

/// How targets stand, as far as this life knows.
package struct TargetStandings: Hashable, Sendable {
  /// Those that fires wait for because they did not take them, by name.
  package var awaited: [AwaitedTarget]
  /// Those that answered the last fire that was sent there, without those that a fire still waits for which failed.
  package var answering: Set<TargetName>

  package init(awaited: [AwaitedTarget] = [], answering: Set<TargetName> = []) { (self.awaited, self.answering) = (awaited, answering) }
}

package struct AwaitedTarget: Hashable, Sendable {
  package var name: TargetName
  /// The first failure since it last answered one of the schedules that wait, or since the start of this life; nil: none yet, as an earlier
  /// life left what waits, or it has answered another since, and those that wait have not been tried again.
  package var failingSince: Instant?
  /// What came of the last fire that was sent there.
  package var lastFailure: Reason?
  /// It answers other schedules: what is in the way of these is their own.
  package var takesOthers: Bool
  /// How many fires wait.
  package var fires: Int
  /// Whose they are: the names of schedules, each once, in their order.
  package var schedules: [String]

  package init(
    _ name: TargetName, failingSince: Instant?, lastFailure: Reason?, takesOthers: Bool = false, fires: Int, schedules: [String]
  ) {
    (self.name, self.failingSince, self.lastFailure) = (name, failingSince, lastFailure)
    (self.takesOthers, self.fires, self.schedules) = (takesOthers, fires, schedules)
  }
}

extension Scheduler {
  /// - Complexity: O(fires under way, targets)
  package func targetStandings(at now: Instant) -> TargetStandings {
    var waiting: [TargetName: TargetWait] = [:]
    var failed: Set<TargetName> = []
    for fire in fires.values {
      if fire.awaitsTarget(at: now) { waiting[fire.entry.name, default: TargetWait(fire.entry)].add(fire) }
      if fire.isStillToGetThrough(at: now) { failed.insert(fire.entry.name) }
    }
    let awaited = waiting.values.map(\.awaited).sorted { $0.name.description < $1.name.description }
    return TargetStandings(awaited: awaited, answering: gate.answeringTargets.subtracting(failed))
  }

  /// Targets that are taken to be down, and that fires wait for: of others nobody can say how they are now.
  package func awayTargets(at now: Instant) -> [TargetName] {
    gate.awayTargets.filter(awaitedTargets(at: now).contains)
  }

  /// Where the circuit breaker of every target stands that was met in this life and can be away.
  func circuits(at now: Instant) -> [TargetName: CircuitPosition] {
    let circuits = gate.circuits
    guard circuits.values.contains(where: { $0 != .closed }) else { return circuits }
    let awaited = awaitedTargets(at: now)
    return circuits.reduce(into: circuits) { told, circuit in
      if circuit.value != .closed, !awaited.contains(circuit.key) { told[circuit.key] = .idle }
    }
  }

  private func awaitedTargets(at now: Instant) -> Set<TargetName> {
    Set(fires.values.lazy.filter { $0.awaitsTarget(at: now) }.map(\.entry.name))
  }
}

/// The fires that wait for one target, counted in any order.
private struct TargetWait {
  private struct Crowd {
    var fires = 0
    var schedules: Set<String> = []

    mutating func add(_ fire: ActiveFire) {
      fires += 1
      schedules.insert(fire.row.scheduleName)
    }
  }

  private let entry: DispatchGate.Entry
  private var all = Crowd()
  /// Those whose schedules are known not to get through.
  private var failing = Crowd()
  private var since: Instant?
  private var last: (at: Instant, reason: Reason)?
  private var isTheirOwn = true

  init(_ entry: DispatchGate.Entry) { self.entry = entry }

  mutating func add(_ fire: ActiveFire) {
    all.add(fire)
    guard let failure = fire.targetFailure, failure.isSureToLast(answers: entry.answers) else { return }
    failing.add(fire)
    isTheirOwn = isTheirOwn && failure.isItsOwn
    since = min(since ?? failure.since, failure.since)
    let isLater = last.map { ($0.at, $0.reason.sentence) < (failure.lastAt, failure.lastReason.sentence) } ?? true
    if isLater { last = (failure.lastAt, failure.lastReason) }
  }

  var awaited: AwaitedTarget {
    let takesOthers = failing.fires > 0 && isTheirOwn && !entry.isAway
    let crowd = takesOthers ? failing : all
    let first = [since, entry.failingSince].compactMap(\.self).min()
    return AwaitedTarget(
      entry.name, failingSince: first, lastFailure: entry.lastFailure ?? last?.reason, takesOthers: takesOthers, fires: crowd.fires,
      schedules: crowd.schedules.sorted())
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

  private var hasCauseToWait: Bool {
    entry.isAway || failures > 0 || declines > 0 || isInDoubt || outlivedOutage || targetFailure != nil
  }

  /// Of its schedule, where it goes.
  fileprivate var targetFailure: TargetFailure? { plan?.targetFailure.flatMap { $0.target == entry.name ? $0 : nil } }

  /// No fire of its schedule has got through since one failed, and this one has not either; or an earlier life could not send it.
  fileprivate func isStillToGetThrough(at now: Instant) -> Bool {
    switch phase {
    case .writing, .queued, .gated, .waiting, .asking: targetFailure != nil
    case .announcing: targetFailure != nil || isOfEarlierOutage
    case .sending: (targetFailure != nil || isOfEarlierOutage) && isConnecting(at: now)
    case .held, .running, .ended: false
    }
  }

  private var isOfEarlierOutage: Bool { outlivedOutage && failures == 0 }

  private func isConnecting(at now: Instant) -> Bool {
    timeOnItsWay(at: now).map { $0 <= trigger.connectLimit + Self.timeBeforeConnect } ?? false
  }
}

extension Trigger {
  /// How long a request may take to reach its target.
  fileprivate var connectLimit: Duration {
    switch action {
    case .http(let http): .seconds(http.connection?.connectTimeoutSeconds ?? HTTPConnection.connectTimeoutSecondsDefault)
    case .command: CommandTrigger.startLimit
    default: .seconds(HTTPConnection.connectTimeoutSecondsDefault)
    }
  }
}
