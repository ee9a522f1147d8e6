/// When a fire that was not taken is sent again.
package enum RetryRule {
  /// Doubles from the first to the longest delay, with no chance in it: one fire asks one target.
  package static func delay(afterFailure count: Int) -> Duration {
    precondition(count > 0, "a delay follows a failure, not \(count) of them")
    return min(longestDelay, .seconds(1 << Int64(min(count - 1, 16))))
  }

  /// A target that is back is noticed within this time.
  package static let longestDelay: Duration = .seconds(60)

  /// How often a target that answers may decline a fire before it has failed: 1 + 2 + 4 + 8 s of patience.
  package static let sendLimit = 5
}
