import Seams

/// What somebody showed who was let in over the network, asked again while an answer to them goes on: an answer without end is no way to
/// stay for longer than they may.
package actor Pass {
  /// With the age of what `UserCheck` remembers, and the time between two heartbeats, it stays below a minute.
  private static let interval: Duration = .seconds(10)

  private let clock: any WallClock
  private let check: @Sendable () async -> Bool
  private var asked: Duration

  init(clock: any WallClock, check: @escaping @Sendable () async -> Bool) {
    self.clock = clock
    self.check = check
    asked = clock.elapsed()
  }

  /// Whether they would be let in still, as it was some seconds ago.
  func holds() async -> Bool {
    let now = clock.elapsed()
    guard now - asked >= Self.interval else { return true }
    asked = now
    return await check()
  }
}
