import CivilTime
import Scheduling
import Seams
import WebPage

/// Keeps the count of the next 30 days, and has it made anew when it is old or the schedules have changed: away from the engine, and one
/// at a time.
actor ForecastBook {
  private struct Entry {
    let count: ForecastCount
    let signature: Int
  }

  private let clock: any WallClock
  private var last: Entry?
  private var counting: Task<Void, Never>?

  /// What was counted a quarter of an hour ago is still true of 30 days.
  private static let lifetime: Duration = .seconds(900)
  /// A page waits so long for a count that is soon done.
  private static let patience: Duration = .milliseconds(100)

  init(clock: any WallClock) { self.clock = clock }

  /// The newest count; one that is being replaced, while that takes; nil before the first.
  func count(of statuses: [ScheduleStatus]) async -> ForecastCount? {
    let now = clock.now()
    let signature = Self.signature(of: statuses)
    if let last, last.signature == signature, last.count.now.duration(to: now) < Self.lifetime { return last.count }
    let done = Doorbell()
    begin(statuses, signature, now, done)
    await done.wait(until: now.advanced(by: Self.patience), by: clock)
    return last?.count
  }

  private func begin(_ statuses: [ScheduleStatus], _ signature: Int, _ now: Instant, _ done: Doorbell) {
    guard counting == nil else { return }
    counting = Task.detached(priority: .utility) {
      let count = ForecastCount(of: statuses, from: now)
      await self.keep(Entry(count: count, signature: signature))
      done.ring()
    }
  }

  private func keep(_ entry: Entry) {
    last = entry
    counting = nil
  }

  /// Equal for equal schedules in equal states.
  private static func signature(of statuses: [ScheduleStatus]) -> Int {
    // The order in which they come is no matter.
    statuses.reduce(statuses.count) { sum, status in
      var hasher = Hasher()
      hasher.combine(status.schedule.id)
      hasher.combine(status.revision)
      hasher.combine(status.state)
      return sum &+ hasher.finalize()
    }
  }
}
