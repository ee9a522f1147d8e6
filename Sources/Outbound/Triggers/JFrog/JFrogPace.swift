import Seams

/// How long to wait until the next look.
struct JFrogPace {
  /// Seconds before the first looks: soon at first, for what is quick. The last one is kept: a deployment that takes an hour is not
  /// worth more questions.
  private static let intervals: [Int64] = [1, 1, 2, 3, 5, 8, 13, 20, 30]
  /// Of waits while the server cannot be asked.
  private static let longestWait: Duration = .seconds(30)

  private var looks = 0
  private var wait: Duration = .zero

  /// Before the next look.
  private(set) var pause: Duration = .seconds(intervals[0])

  mutating func sawIt() {
    looks += 1
    wait = .zero
    pause = .seconds(Self.intervals[min(looks, Self.intervals.count - 1)])
  }

  /// It could not be looked at: 1, 2, 4, 8, 16 and then 30 s, or as long as the server asks for, within `FollowersPatience`.
  mutating func failed(retryAfter: Duration?) {
    wait = min(max(.seconds(1), wait * 2), Self.longestWait)
    pause = max(wait, FollowersPatience.heeding(retryAfter))
  }

  /// Somebody wants to know sooner: from the next look on, it is looked at as at first.
  mutating func hurry() {
    looks = 0
    wait = .zero
  }
}
