/// When a background task whose counterpart is away tries again.
package enum RetryRule {
  /// Doubles from the first to the longest delay.
  package static func delay(afterFailure count: Int) -> Duration {
    precondition(count > 0, "a delay follows a failure, not \(count) of them")
    return min(longestDelay, .seconds(1 << Int64(min(count - 1, 16))))
  }

  /// A counterpart that is back is noticed within this time.
  package static let longestDelay: Duration = .seconds(60)
}
