import CivilTime

/// Where a fire acts: what limits and circuit breakers are kept for.
package struct TargetName: Hashable, Sendable, CustomStringConvertible {
  package let description: String
  /// Computed once: a name is looked up several times for each fire.
  private let hash: Int

  package init(of trigger: Trigger) {
    switch trigger {
    case .deployment(let deployment):
      description = "deployment \(deployment.deployment ?? deployment.pipelineID?.description ?? "")"
    // Runs that a ZenML server starts share its limit of concurrent ones, and its outages.
    case .snapshot, .build, .runTemplate: description = "zenml server"
    case .jfrogDeployment, .jfrogExperiment: description = "jfrog ml"
    case .jfrogInference(let inference): description = "jfrog model \(inference.model)"
    case .http(let http): description = URLHost(of: http.url)?.nameAndPort ?? "http"
    case .command: description = "command"
    case .chain(let chain): self = TargetName(of: chain.action); return
    }
    hash = description.hashValue
    hasBreaker = description != "command"
  }

  package static func == (a: TargetName, b: TargetName) -> Bool { a.hash == b.hash && a.description == b.description }
  package func hash(into hasher: inout Hasher) { hasher.combine(hash) }

  /// This machine is never away: a command that cannot be started is that command's fault.
  let hasBreaker: Bool
}

/// Decides which of the fires that are ready may be sent now.
struct DispatchGate: Sendable {
  /// What is counted for all, for a target or for a tag.
  private struct Usage: Sendable {
    let cap: DispatchLimits.Cap
    var inFlight = 0
    var bucket: TokenBucket?

    init(_ cap: DispatchLimits.Cap) {
      self.cap = cap
      bucket = cap.perSecond.map(TokenBucket.init)
    }

    var isFull: Bool { cap.inFlight.map { inFlight >= $0 } ?? false }
  }

  struct Entry: Sendable {
    let tag: String
    let target: TargetName
  }

  private let limits: DispatchLimits
  private var live = FairQueue()
  private var catchUp = FairQueue()
  private var waiting: [Identifier: Entry] = [:]
  private var flying: [Identifier: Entry] = [:]
  private var all: Usage
  private var targets: [TargetName: Usage] = [:]
  private var tags: [String: Usage] = [:]
  private var catchUpBucket: TokenBucket?
  private var breakers: [TargetName: CircuitBreaker] = [:]
  /// When something that waits for nothing but time may go.
  private(set) var wake: Instant?

  init(limits: DispatchLimits) {
    self.limits = limits
    all = Usage(limits.all)
    catchUpBucket = limits.catchUpPerSecond.map(TokenBucket.init)
  }

  var isEmpty: Bool { waiting.isEmpty }

  mutating func enqueue(_ fire: Identifier, _ entry: Entry, isCatchUp: Bool) {
    waiting[fire] = entry
    if isCatchUp { catchUp.push(fire, tag: entry.tag, target: entry.target) } else { live.push(fire, tag: entry.tag, target: entry.target) }
  }

  /// Takes a fire out of the line, or counts it as no longer in flight.
  mutating func leave(_ fire: Identifier, at now: Instant) {
    waiting[fire] = nil
    guard let entry = flying.removeValue(forKey: fire) else { return }
    all.inFlight -= 1
    targets[entry.target]?.inFlight -= 1
    tags[entry.tag]?.inFlight -= 1
    breakers[entry.target]?.left(fire, at: now)
    if let usage = targets[entry.target], usage.inFlight == 0, usage.bucket == nil { targets[entry.target] = nil }
  }

  /// A fire of an earlier life that may still run: it counts.
  mutating func alreadyFlying(_ fire: Identifier, _ entry: Entry) { fly(fire, entry) }

  /// The fires that may be sent now; they count as in flight from here on.
  mutating func open(at now: Instant, includingCatchUp: Bool) -> [Identifier] {
    wake = nil
    guard !waiting.isEmpty, !isClosed(at: now) else { return [] }
    var taken = take(from: \.live, at: now)
    if includingCatchUp { taken += take(from: \.catchUp, at: now) }
    return taken
  }

  /// True while nothing at all may go: then nobody has to ask tag by tag.
  private mutating func isClosed(at now: Instant) -> Bool {
    if all.isFull { return true }
    guard let next = all.bucket?.wait(at: now) else { return false }
    note(wake: next)
    return true
  }

  private mutating func take(from line: WritableKeyPath<DispatchGate, FairQueue>, at now: Instant) -> [Identifier] {
    // Taken out while it is drained: what admits changes the gate.
    var queue = self[keyPath: line]
    self[keyPath: line] = FairQueue()
    defer { self[keyPath: line] = queue }
    return queue.drain { fire in
      // It has left in another way, or stood here twice and went with its first place.
      guard let entry = waiting[fire] else { return .gone }
      guard admit(fire, entry, isCatchUp: line == \.catchUp, at: now) else { return .stays }
      waiting[fire] = nil
      flying[fire] = entry
      return .goes
    }
  }

  /// True takes a place everywhere; false takes none.
  private mutating func admit(_ fire: Identifier, _ entry: Entry, isCatchUp: Bool, at now: Instant) -> Bool {
    let (tag, target) = (entry.tag, entry.target)
    if all.isFull { return false }
    if targets[target] == nil { targets[target] = Usage(limits.target) }
    if tags[tag] == nil { tags[tag] = Usage(limits.tags[tag] ?? .none) }
    guard targets[target]?.isFull == false, tags[tag]?.isFull == false else { return false }
    let waits = [
      all.bucket?.wait(at: now), targets[target]?.bucket?.wait(at: now), tags[tag]?.bucket?.wait(at: now),
      isCatchUp ? catchUpBucket?.wait(at: now) : nil, breakers[target]?.wait(at: now),
    ].compactMap(\.self)
    guard waits.isEmpty else {
      note(wake: waits.max())
      return false
    }
    all.bucket?.take()
    targets[target]?.bucket?.take()
    tags[tag]?.bucket?.take()
    if isCatchUp { catchUpBucket?.take() }
    breakers[target]?.sent(fire)
    count(tag: tag, target: target)
    return true
  }

  private mutating func note(wake instant: Instant?) {
    guard let instant, instant < .distantFuture else { return }
    wake = min(wake ?? instant, instant)
  }

  private mutating func fly(_ fire: Identifier, _ entry: Entry) {
    flying[fire] = entry
    if targets[entry.target] == nil { targets[entry.target] = Usage(limits.target) }
    if tags[entry.tag] == nil { tags[entry.tag] = Usage(limits.tags[entry.tag] ?? .none) }
    count(tag: entry.tag, target: entry.target)
  }

  private mutating func count(tag: String, target: TargetName) {
    all.inFlight += 1
    targets[target]?.inFlight += 1
    tags[tag]?.inFlight += 1
  }
}

// MARK: Breakers

extension DispatchGate {
  /// The target said something: it is there.
  mutating func answered(_ target: TargetName) { breakers[target] = nil }

  mutating func failed(_ target: TargetName, at now: Instant) {
    guard target.hasBreaker else { return }
    breakers[target, default: CircuitBreaker()].failed(at: now)
  }

  /// The clock was set.
  mutating func stepClock(by step: Duration) {
    for target in breakers.keys { breakers[target]?.stepClock(by: step) }
  }

  /// True while the target is taken to be down: what waits for it waits for an outage to end.
  func isAway(_ target: TargetName) -> Bool { breakers[target]?.isOpen ?? false }

  /// The targets that are taken to be down.
  var awayTargets: [TargetName] { breakers.filter(\.value.isOpen).keys.sorted { $0.description < $1.description } }
}
