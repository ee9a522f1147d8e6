import Scheduling
import ZenML

/// One run that is followed, and by whom.
struct FollowedRun {
  /// Ticks between the first looks: soon at first, for short runs.
  private static let firstIntervals = [1, 1, 2, 3, 5, 8]
  /// After them, a run is looked at every so many ticks: no more often than a batch's status is worth. All runs at the same
  /// tick, so that a hundred of them cost one request however far apart they began.
  private static let beat = 10
  /// Polls without a look at the run that are nothing to speak of.
  private static let failuresUntold = 2

  let id: Identifier
  /// `id`, or the run that has replaced it.
  private(set) var current: Identifier
  /// Polls in a row that said that the run is not there.
  var misses = 0
  var looksForSuccessor = 0
  /// The server stumbles over this run: it is asked for by itself, and does not spoil the others' answer.
  private(set) var isReadAlone = false
  private var followers: [Identifier: AsyncStream<ZenMLRunSighting>.Continuation] = [:]
  private var lastSeen: ZenMLRun?
  /// Polls in a row in which it was to be looked at, and could not be.
  private var failures = 0
  /// What the followers were told about a run that cannot be looked at.
  private var problem: String?
  private var looks = 0
  private var nextLook: Int

  /// - Parameter tick: the poller's present one.
  init(id: Identifier, tick: Int) {
    self.id = id
    current = id
    nextLook = tick + Self.firstIntervals[0]
  }

  var hasFollowers: Bool { !followers.isEmpty }

  func isDue(at tick: Int) -> Bool { nextLook <= tick }

  /// A late follower is told at once what the others know.
  mutating func add(_ follower: Identifier, _ continuation: AsyncStream<ZenMLRunSighting>.Continuation) {
    followers[follower] = continuation
    if let lastSeen { continuation.yield(.seen(lastSeen, failure: nil)) }
    if let problem { continuation.yield(.unreachable(problem)) }
  }

  mutating func remove(_ follower: Identifier) { followers[follower] = nil }

  /// After a look: until the next one.
  mutating func startInterval(at tick: Int) {
    looks += 1
    nextLook = looks < Self.firstIntervals.count ? tick + Self.firstIntervals[looks] : (tick / Self.beat + 1) * Self.beat
  }

  mutating func replace(by successor: Identifier) {
    current = successor
    misses = 0
    looksForSuccessor = 0
    looks = 0
  }

  /// Tells the followers, if the run or its status is another than they know, or they thought it out of reach.
  mutating func publish(_ run: ZenMLRun) {
    let isNews = run.status != lastSeen?.status || run.id != lastSeen?.id || problem != nil
    noteAnswer()
    lastSeen = run
    problem = nil
    if isNews { tell(.seen(run, failure: nil)) }
  }

  /// The server said something about the run, if only that it is not there.
  mutating func noteAnswer() {
    failures = 0
    isReadAlone = false
  }

  /// - Parameter isItsOwn: the server answers, and stumbles over this very run.
  mutating func noteFailure(_ problem: String, isItsOwn: Bool) {
    failures += 1
    if isItsOwn { isReadAlone = true }
    guard failures > Self.failuresUntold, self.problem == nil else { return }
    self.problem = problem
    tell(.unreachable(problem))
  }

  func finish(_ last: ZenMLRunSighting? = nil) {
    if let last { tell(last) }
    for follower in followers.values { follower.finish() }
  }

  private func tell(_ sighting: ZenMLRunSighting) {
    for follower in followers.values { follower.yield(sighting) }
  }
}
