/// Why cron-bench ends without an answer.
enum Failure: Error {
  /// The arguments are none of its commands.
  case usage
  /// An impossible expression was not refused.
  case accepted(String)
}
