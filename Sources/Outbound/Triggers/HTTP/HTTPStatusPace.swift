import Scheduling
import Seams

/// When a status is looked at next: soon after a change, and ever more seldom while there is none.
struct HTTPStatusPace {
  private let shortest: Duration
  private let longest: Duration
  private var next: Duration

  init(_ polling: StatusPolling) {
    shortest = .seconds(polling.intervalSeconds)
    longest = .seconds(max(polling.intervalSeconds, polling.longestIntervalSeconds))
    next = shortest
  }

  /// How long to wait now; the next wait is longer.
  /// - Parameter asked: what the server asks for: it is waited for that long at least, as far as followers heed it.
  mutating func pause(asked: Duration?) -> Duration {
    let pause = max(next, FollowersPatience.heeding(asked))
    next = min(next * 2, longest)
    return pause
  }

  mutating func hurry() { next = shortest }
}
