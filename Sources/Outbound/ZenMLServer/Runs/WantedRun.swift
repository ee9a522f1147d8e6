import ZenML

/// A run that is expected under a name, and by whom.
struct WantedRun {
  /// Ticks until the first look: a program imports ZenML for some seconds before it registers a run.
  private static let firstInterval = 2
  /// One that comes late, or never, costs a request in five minutes.
  private static let longestInterval = 300

  private var waiting: [Int: CheckedContinuation<ZenMLRun?, Never>] = [:]
  private var interval = firstInterval
  private var nextLook: Int

  init(tick: Int) { nextLook = tick + Self.firstInterval }

  var isWanted: Bool { !waiting.isEmpty }

  func isDue(at tick: Int) -> Bool { nextLook <= tick }

  mutating func add(_ number: Int, _ continuation: CheckedContinuation<ZenMLRun?, Never>) { waiting[number] = continuation }

  mutating func remove(_ number: Int) { waiting.removeValue(forKey: number)?.resume(returning: nil) }

  /// After a look in vain: until the next one.
  mutating func startInterval(at tick: Int) {
    interval = min(interval * 2, Self.longestInterval)
    nextLook = tick + interval
  }

  func finish(_ run: ZenMLRun?) {
    for continuation in waiting.values { continuation.resume(returning: run) }
  }
}
