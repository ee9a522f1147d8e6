import CivilTime

/// Where a fire acts: what limits and circuit breakers are kept for.
package struct TargetName: Hashable, Sendable, CustomStringConvertible {
  package let description: String
  /// Computed once: a name is looked up several times for each fire.
  private let hash: Int

  package init(of trigger: Trigger) {
    switch trigger {
    case .deployment(let deployment):
      description = "\(Self.deployment)\(deployment.deployment ?? deployment.pipelineID?.description ?? "")"
    // Runs that a ZenML server starts share its limit of concurrent ones, and its outages.
    case .snapshot, .build, .runTemplate: description = Self.server
    case .jfrogDeployment, .jfrogExperiment: description = "jfrog ml"
    case .jfrogInference(let inference): description = "jfrog model \(inference.model)"
    case .http(let http): description = URLHost(of: http.url)?.nameAndPort ?? "http"
    case .command: description = "command"
    case .chain(let chain): self = TargetName(of: chain.action); return
    }
    hash = description.hashValue
    hasBreaker = description != "command"
  }

  private static let server = "zenml server"
  private static let deployment = "deployment "

  /// True for the server whose schedules are read, and for what is found there.
  package var needsServer: Bool { description == Self.server || description.hasPrefix(Self.deployment) }

  package static func == (a: TargetName, b: TargetName) -> Bool { a.hash == b.hash && a.description == b.description }
  package func hash(into hasher: inout Hasher) { hasher.combine(hash) }

  /// This machine is never away: a command that cannot be started is that command's fault, and where the start of one holds up all
  /// others, keeping them back would help nobody.
  let hasBreaker: Bool
}

/// Decides which of the fires that are ready may be sent now.
struct DispatchGate {
  /// Whose fires a cap counts.
  enum Scope {
    case all
    case target(TargetName)
    case tag(String)

    fileprivate var words: String {
      switch self {
      case .all: "in all"
      case .target(let name): "to target '\(name)'"
      case .tag(let tag): "with tag '\(tag)'"
      }
    }

    /// Where its cap stands in the configuration.
    fileprivate var key: String {
      switch self {
      case .all: "limits"
      case .target: "limits.target"
      case .tag(let tag): "limits.tags.\(tag)"
      }
    }
  }

  /// What is counted for all, for a target or for a tag.
  final class Usage {
    let cap: DispatchLimits.Cap
    private let scope: Scope
    // Made once, when the first fire waits: there may be thousands.
    fileprivate lazy var fullReason = waitReason(
      "the limit on what is in flight \(scope.words)", "\(scope.key).in_flight", cap.inFlight)
    fileprivate lazy var paceReason = waitReason(
      "the limit on what is sent a second \(scope.words)", "\(scope.key).per_second", cap.perSecond)
    // Unchecked as those of `ActiveFire`.
    @exclusivity(unchecked) fileprivate(set) var inFlight = 0
    @exclusivity(unchecked) fileprivate var bucket: TokenBucket?
    /// Of a target, from its first failure to its next answer.
    @exclusivity(unchecked) fileprivate var breaker: CircuitBreaker?
    /// Of a target: how often in this life.
    @exclusivity(unchecked) fileprivate var answers = 0
    /// Of a target: its first failure since its last answer, and what came of its last one.
    @exclusivity(unchecked) fileprivate var failingSince: Instant?
    @exclusivity(unchecked) fileprivate var lastFailure: Reason?
    /// What it has held back by what is in flight, and by what is sent a second.
    @exclusivity(unchecked) fileprivate var fullHolds = HoldCount()
    @exclusivity(unchecked) fileprivate var paceHolds = HoldCount()

    fileprivate init(_ cap: DispatchLimits.Cap, of scope: Scope) {
      (self.cap, self.scope) = (cap, scope)
      bucket = cap.perSecond.map(TokenBucket.init)
    }

    fileprivate var holds: [LimitHold] {
      guard fullHolds.count + paceHolds.count > 0 else { return [] }
      return [
        LimitHold("\(scope.key).in_flight", scope.words, cap.inFlight, fullHolds),
        LimitHold("\(scope.key).per_second", scope.words, cap.perSecond, paceHolds),
      ].compactMap(\.self)
    }

    fileprivate var isFull: Bool { cap.inFlight.map { inFlight >= $0 } ?? false }

    /// When the next one may go; nil: now.
    fileprivate func wait(at now: Instant) -> Instant? { later(paceWait(at: now), breaker?.wait(at: now)) }

    /// The same by its pace alone.
    fileprivate func paceWait(at now: Instant) -> Instant? { bucket?.wait(at: now) }

    fileprivate func take(_ fire: Identifier, at now: Instant) {
      bucket?.take()
      breaker?.sent(fire, at: now)
      inFlight += 1
    }
  }

  /// What all fires of the same tags and one target share.
  final class Entry {
    /// The limits of each hold; the first says with whom they take turns.
    let tags: [Usage]
    let target: Usage
    let name: TargetName
    /// How many fires will come in the place of others, and are not there yet.
    @exclusivity(unchecked) fileprivate(set) var expectedCount = 0

    fileprivate init(tags: [Usage], target: Usage, name: TargetName) { (self.tags, self.target, self.name) = (tags, target, name) }

    var turns: Usage { tags[0] }

    /// True while the target is taken to be down: what waits for it waits for an outage to end.
    var isAway: Bool { target.breaker?.isOpen ?? false }
    /// When a fire may be tried there next; nil: now.
    func closed(at now: Instant) -> Instant? { target.breaker?.wait(at: now) }
    /// True while that is recent news: whom nobody has tried for so long may be there again.
    func isKnownToBeAway(at now: Instant) -> Bool {
      isAway && closed(at: now.advanced(by: .zero - CircuitBreaker.longestOpening)) != nil
    }
    var failingSince: Instant? { target.failingSince }
    var lastFailure: Reason? { target.lastFailure }
    /// When a fire was sent to see whether the target is back, of which nothing is known yet.
    var probingSince: Instant? { target.breaker?.probingSince }
    /// How often the target has answered in this life.
    var answers: Int { target.answers }
  }

  /// Where a fire stands.
  enum Place {
    case away
    /// Not there yet; it will stand where another stood.
    case expected
    case waiting, flying
  }

  private struct Key: Hashable {
    let tags: [String]
    let target: TargetName
  }

  private let limits: DispatchLimits
  private var live = FairQueue()
  private var catchUp = FairQueue()
  private(set) var waitingCount = 0
  private var nextTicket = 0
  private let all: Usage
  // One for all tags of a schedule and its target that were ever met in this life: there are far fewer than schedules.
  private var entries: [Key: Entry] = [:]
  private var targets: [TargetName: Usage] = [:]
  private var tags: [String: Usage] = [:]
  private var catchUpBucket: TokenBucket?
  private let catchUpReason: Reason
  private var catchUpHolds = HoldCount()
  private static let catchUpKey = "limits.catch_up_per_second"
  /// When something that waits for nothing but time may go.
  private(set) var wake: Instant?

  init(limits: DispatchLimits) {
    self.limits = limits
    all = Usage(limits.all, of: .all)
    catchUpBucket = limits.catchUpPerSecond.map(TokenBucket.init)
    catchUpReason = waitReason(
      "the limit on what is sent a second to make up for missed fires", Self.catchUpKey, limits.catchUpPerSecond)
  }

  var isEmpty: Bool { waitingCount == 0 }

  mutating func entry(tags: [String], target: TargetName) -> Entry {
    let key = Key(tags: tags, target: target)
    if let entry = entries[key] { return entry }
    let targetUsage = targets[target] ?? Usage(limits.target, of: .target(target))
    targets[target] = targetUsage
    // What has no tag takes turns with all that has none.
    let entry = Entry(tags: (tags.isEmpty ? [""] : tags).map { usage(ofTag: $0) }, target: targetUsage, name: target)
    entries[key] = entry
    return entry
  }

  private mutating func usage(ofTag tag: String) -> Usage {
    if let usage = tags[tag] { return usage }
    let usage = Usage(limits.tags[tag] ?? .none, of: .tag(tag))
    tags[tag] = usage
    return usage
  }

  mutating func enqueue(_ fire: ActiveFire) {
    precondition(fire.place != .flying, "fire \(fire.id) is on its way, and cannot wait to be sent")
    if fire.place == .expected { fire.entry.expectedCount -= 1 }
    if fire.place != .waiting { waitingCount += 1 }
    fire.place = .waiting
    if fire.ticket == nil {
      fire.ticket = nextTicket
      nextTicket += 1
    }
    push(fire)
  }

  private mutating func push(_ fire: ActiveFire) {
    guard let ticket = fire.ticket else { return }
    if fire.isCatchUp { catchUp.push(fire, ticket: ticket) } else { live.push(fire, ticket: ticket) }
  }

  /// A fire ends unsent, and `newer` stands for it: also where it stood here, as soon as it comes. Who is replaced again and again
  /// has its turn so.
  mutating func hand(placeOf fire: ActiveFire, to newer: ActiveFire) {
    guard let ticket = fire.ticket, newer.place != .flying, newer.ticket.map({ ticket < $0 }) ?? true else { return }
    newer.ticket = ticket
    switch newer.place {
    case .away:
      newer.place = .expected
      newer.entry.expectedCount += 1
    case .waiting: push(newer)
    case .expected, .flying: break
    }
  }

  /// Takes a fire out of the line, or counts it as no longer in flight.
  mutating func leave(_ fire: ActiveFire, at now: Instant) {
    let place = fire.place
    fire.place = .away
    switch place {
    case .away: break
    case .expected: fire.entry.expectedCount -= 1
    case .waiting: waitingCount -= 1
    case .flying:
      all.inFlight -= 1
      fire.entry.target.inFlight -= 1
      for tag in fire.entry.tags { tag.inFlight -= 1 }
      fire.entry.target.breaker?.left(fire.id, at: now)
    }
  }

  /// A fire of an earlier life that may still run: it counts.
  mutating func alreadyFlying(_ fire: ActiveFire) {
    fire.place = .flying
    for usage in [all, fire.entry.target] + fire.entry.tags { usage.inFlight += 1 }
  }

  /// The fires that may be sent now; they count as in flight from here on.
  mutating func open(at now: Instant, includingCatchUp: Bool) -> [ActiveFire] {
    wake = nil
    guard waitingCount > 0, !isClosed(at: now) else { return [] }
    // Taken out while it is drained: what admits changes the gate.
    var taken: [ActiveFire] = []
    var queue = live.takeOut()
    if !queue.isEmpty { taken = drain(&queue, isCatchUp: false, at: now) }
    live = queue
    guard includingCatchUp, !catchUp.isEmpty else { return taken }
    queue = catchUp.takeOut()
    taken += drain(&queue, isCatchUp: true, at: now)
    catchUp = queue
    return taken
  }

  /// True while nothing at all may go: then nobody has to ask tag by tag.
  private mutating func isClosed(at now: Instant) -> Bool {
    if all.isFull { return true }
    guard let next = all.wait(at: now) else { return false }
    note(wake: next)
    return true
  }

  private mutating func drain(_ queue: inout FairQueue, isCatchUp: Bool, at now: Instant) -> [ActiveFire] {
    queue.drain { fire in
      // It has left in another way, or stood here twice and went with its first place.
      guard fire.place == .waiting else { return .gone }
      guard admit(fire, isCatchUp: isCatchUp, at: now) else { return .stays }
      waitingCount -= 1
      fire.place = .flying
      fire.ticket = nil
      return .goes
    }
  }

  /// True takes a place everywhere; false takes none.
  private mutating func admit(_ fire: ActiveFire, isCatchUp: Bool, at now: Instant) -> Bool {
    let (tags, target) = (fire.entry.tags, fire.entry.target)
    guard !all.isFull, !target.isFull, !tags.contains(where: \.isFull) else { return false }
    var wait = later(all.wait(at: now), target.wait(at: now))
    for tag in tags { wait = later(wait, tag.wait(at: now)) }
    if isCatchUp { wait = later(wait, catchUpBucket?.wait(at: now)) }
    guard wait == nil else {
      note(wake: wait)
      return false
    }
    all.take(fire.id, at: now)
    target.take(fire.id, at: now)
    for tag in tags { tag.take(fire.id, at: now) }
    if isCatchUp { catchUpBucket?.take() }
    return true
  }

  private mutating func note(wake instant: Instant?) {
    guard let instant, instant < .distantFuture else { return }
    wake = min(wake ?? instant, instant)
  }

  /// A limit that lets a fire wait.
  private enum Limit {
    case full(Usage)
    case pace(Usage)
    case catchUp
  }

  /// The one that lets a fire wait, in words.
  mutating func limitReason(for fire: ActiveFire, at now: Instant) -> Reason? {
    switch limit(for: fire, at: now) {
    case .full(let usage): usage.fullReason
    case .pace(let usage): usage.paceReason
    case .catchUp: catchUpReason
    case nil: nil
    }
  }

  /// Counts a fire that has just come, and has to wait, for the limit that lets it.
  mutating func noteHold(of fire: ActiveFire, at now: Instant) {
    switch limit(for: fire, at: now) {
    case .full(let usage): usage.fullHolds.note(at: now)
    case .pace(let usage): usage.paceHolds.note(at: now)
    case .catchUp: catchUpHolds.note(at: now)
    case nil: break
    }
  }

  /// What limits have held back in this life, those that held back most first.
  var holds: [LimitHold] {
    let catchUp = LimitHold(Self.catchUpKey, "to make up for missed fires", limits.catchUpPerSecond, catchUpHolds)
    let usages = [all] + Array(targets.values) + Array(tags.values)
    let holds = usages.flatMap(\.holds) + [catchUp].compactMap(\.self)
    return holds.sorted { ($1.count, $0.key, $0.scope) < ($0.count, $1.key, $1.scope) }
  }

  /// The limit that lets a fire wait: the first that is full, or else the one that lets it wait longest; nil: none does.
  ///
  /// - Complexity: O(its tags)
  private mutating func limit(for fire: ActiveFire, at now: Instant) -> Limit? {
    let (tags, target) = (fire.entry.tags, fire.entry.target)
    if all.isFull { return .full(all) }
    if target.isFull { return .full(target) }
    if let tag = tags.first(where: \.isFull) { return .full(tag) }
    var slowest: (usage: Usage, until: Instant)?
    func look(at usage: Usage) {
      guard let next = usage.paceWait(at: now), slowest.map({ next > $0.until }) ?? true else { return }
      slowest = (usage, next)
    }
    look(at: all)
    look(at: target)
    for tag in tags { look(at: tag) }
    if fire.isCatchUp, let next = catchUpBucket?.wait(at: now), slowest.map({ next > $0.until }) ?? true { return .catchUp }
    return slowest.map { Limit.pace($0.usage) }
  }
}

private func waitReason(_ limit: String, _ key: String, _ number: Int?) -> Reason {
  let number = number.map { String($0) } ?? "off"
  return Reason("limits", "\(limit) lets it wait (\(key): \(number))")
}

/// The later one; nil when both are.
private func later(_ a: Instant?, _ b: Instant?) -> Instant? {
  guard let a, let b else { return a ?? b }
  return max(a, b)
}

// MARK: Breakers

extension DispatchGate {
  /// The target of a fire said something: it is there, and its schedule gets through.
  func answered(_ fire: ActiveFire) {
    let target = fire.entry.target
    (target.breaker, target.failingSince, target.lastFailure) = (nil, nil, nil)
    target.answers += 1
    if let plan = fire.plan, plan.targetFailure != nil { plan.targetFailure = nil }
  }

  /// A fire could not be sent, for a reason that is not its target's: others may go.
  func hindered(_ fire: ActiveFire, _ reason: Reason, at now: Instant) {
    let target = fire.entry.target
    target.failingSince = target.failingSince ?? now
    target.lastFailure = reason
    guard let plan = fire.plan else { return }
    if let known = plan.targetFailure, known.target == fire.entry.name {
      known.note(reason, at: now, answers: target.answers)
    } else {
      plan.targetFailure = TargetFailure(at: fire.entry.name, reason, at: now, answers: target.answers)
    }
  }

  func failed(_ fire: ActiveFire, _ reason: Reason, at now: Instant) {
    let target = fire.entry.target
    // Of this machine nothing is to be known, but while fires are held up, what came of the last try.
    guard fire.entry.name.hasBreaker || target.failingSince != nil else { return }
    hindered(fire, reason, at: now)
    guard fire.entry.name.hasBreaker else { return }
    var breaker = target.breaker ?? CircuitBreaker()
    breaker.failed(at: now)
    target.breaker = breaker
  }

  /// The clock was set.
  func stepClock(by step: Duration) {
    for target in targets.values {
      target.breaker?.stepClock(by: step)
      target.failingSince = target.failingSince?.advanced(by: step)
    }
  }

  /// Where the breaker of every target stands that was ever met in this life, and has one.
  var circuits: [TargetName: CircuitPosition] {
    var circuits: [TargetName: CircuitPosition] = [:]
    for (name, usage) in targets where name.hasBreaker { circuits[name] = usage.breaker?.position ?? .closed }
    return circuits
  }

  /// Those that answered what they were sent last.
  var answeringTargets: Set<TargetName> { Set(targets.filter { $1.answers > 0 && $1.failingSince == nil }.keys) }

  /// The targets that are taken to be down.
  var awayTargets: [TargetName] { targets.filter { $1.breaker?.isOpen ?? false }.keys.sorted { $0.description < $1.description } }
}
