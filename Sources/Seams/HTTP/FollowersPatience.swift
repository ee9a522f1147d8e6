/// How far those who follow work heed a `Retry-After`: for as long as they wait, nobody learns of its end, nor that it was cancelled.
package enum FollowersPatience {
  /// One answer must not put a run out of sight for the hour that it may ask for.
  package static let longest: Duration = .seconds(300)

  package static func heeding(_ retryAfter: Duration?) -> Duration { min(retryAfter ?? .zero, longest) }
}
