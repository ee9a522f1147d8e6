import Seams

/// How long a server that did not answer is left alone: 1, 2, 4, 8, 16 and then 30 ticks, or as long as it asks for, within
/// `FollowersPatience`.
struct PollOutage {
  private static let longestWait = 30

  private var wait = 0
  private var ticksLeft = 0

  /// Counts a tick down; true while it is too early to ask again.
  mutating func isWaiting() -> Bool {
    guard ticksLeft > 0 else { return false }
    ticksLeft -= 1
    return ticksLeft > 0
  }

  mutating func grow(retryAfter: Duration?) {
    wait = min(max(1, wait * 2), Self.longestWait)
    let asked = Int((FollowersPatience.heeding(retryAfter) / RunPoller.tickLength).rounded(.up))
    ticksLeft = max(wait, asked)
  }

  mutating func end() { self = PollOutage() }
}
