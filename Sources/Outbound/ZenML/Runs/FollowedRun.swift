import Scheduling

/// One run that is followed, and by whom.
struct FollowedRun {
  /// A run is looked at after 1, 1, 2, 3, 5, 8 and then every 10 ticks: soon at first, for short runs; then no more often
  /// than a batch's status is worth.
  private static let intervals = [1, 1, 2, 3, 5, 8, 10]

  let id: Identifier
  /// `id`, or the run that has replaced it.
  private(set) var current: Identifier
  var misses = 0
  var looksForSuccessor = 0
  private var followers: [Identifier: AsyncStream<ZenMLRunSighting>.Continuation] = [:]
  private var lastSeen: ZenMLRun?
  private var looks = 0
  private var ticksLeft = FollowedRun.intervals[0]

  init(id: Identifier) {
    self.id = id
    current = id
  }

  var hasFollowers: Bool { !followers.isEmpty }
  var isDue: Bool { ticksLeft <= 0 }

  /// A late follower is told at once what the others know.
  mutating func add(_ follower: Identifier, _ continuation: AsyncStream<ZenMLRunSighting>.Continuation) {
    followers[follower] = continuation
    if let lastSeen { continuation.yield(.seen(lastSeen, failure: nil)) }
  }

  mutating func remove(_ follower: Identifier) { followers[follower] = nil }

  mutating func countDown() { ticksLeft -= 1 }

  /// After a look: until the next one.
  mutating func startInterval() {
    looks += 1
    ticksLeft = Self.intervals[min(looks, Self.intervals.count - 1)]
  }

  mutating func replace(by successor: Identifier) {
    current = successor
    misses = 0
    looksForSuccessor = 0
    looks = 0
  }

  /// Tells the followers, if the run or its status is another than they know.
  mutating func publish(_ run: ZenMLRun) {
    defer { lastSeen = run }
    guard run.status != lastSeen?.status || run.id != lastSeen?.id else { return }
    for follower in followers.values { follower.yield(.seen(run, failure: nil)) }
  }

  func finish(_ last: ZenMLRunSighting? = nil) {
    for follower in followers.values {
      if let last { follower.yield(last) }
      follower.finish()
    }
  }
}
