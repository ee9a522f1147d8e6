/// What numbers of a policy make sense. Wide: they catch typing errors, not opinions.
enum PolicyRange {
  /// More missed fires than this take half an hour at the default pace of catch-up.
  static let misfireLimit = 1...10_000
  /// Ten years: anything missed is newer than that.
  static let misfireWindow: ClosedRange<Duration> = .seconds(1) ... .seconds(3_650 * 86_400)
  /// Below a second a busy moment would be a missed fire.
  static let startDeadline: ClosedRange<Duration> = .seconds(1) ... .seconds(30 * 86_400)
  /// As much as could wait behind one fire of a weekly schedule that is due every minute.
  static let buffer = 1...10_000
  /// Weekly schedules may be spread over their week.
  static let jitter: ClosedRange<Duration> = .zero ... .seconds(7 * 86_400)
  static let maxRuns = 1...1_000_000_000
  static let failures = 1...1_000
  /// The first attempt is counted.
  static let attempts = 1...100
  static let backoff: ClosedRange<Duration> = .milliseconds(100) ... .seconds(86_400)
  static let budget: ClosedRange<Duration> = .seconds(1) ... .seconds(30 * 86_400)
  /// What a process can end with, success left out (POSIX.1-2017, exit()); 128 + n after a signal.
  static let exitCodes = 1...255
  /// Each is looked at for each due instant.
  static let calendars = 20
}
