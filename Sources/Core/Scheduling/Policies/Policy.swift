/// What a schedule does when the plain answer, start it now, does not fit.
package struct Policy: Hashable, Sendable {
  /// What becomes of due instants that were missed.
  package enum Misfire: String, Hashable, Sendable, Codable, CaseIterable {
    /// The latest fires once; the older ones are coalesced into it.
    case last
    /// Each fires, oldest first, the newest `misfireLimit` of them.
    case all
    /// None fires.
    case skip
  }

  package var misfire: Misfire
  /// How many missed fires `all` starts.
  package var misfireLimit = misfireLimitDefault
  /// A missed instant that is older at catch-up is not started; nil: any age.
  package var misfireWindow: Duration?
  /// How long a fire may wait for its start while the daemon is up; nil: see `startDeadlineDefault(gap:)`.
  package var startDeadline: Duration?
  package var overlap: Overlap
  /// Schedules that share a mutex run one fire at a time among them all.
  package var mutex: String?
  /// Fires are spread over this long behind their due instant, each schedule at a place of its own.
  package var jitter: Duration = .zero
  /// After this many real starts nothing more is started; nil: no end.
  package var maxRuns: Int?
  /// After this many failures in a row the schedule is paused; nil: never.
  package var pauseAfterFailures: Int?
  /// A run that takes longer is stopped; nil: the trigger's own limits.
  package var timeout: Duration?
  package var retry = RetryPolicy()
  /// Whether a fire whose target cannot say if it was started is started again; nil: as its kind of trigger does.
  package var retryUnknown: Bool?
  package var calendars: [CalendarRule] = []

  /// A night's retraining that was missed should still run once; two of them at a time should not.
  package init(misfire: Misfire = .last, overlap: Overlap = .skip) {
    self.misfire = misfire
    self.overlap = overlap
  }

  /// Enough for a day of quarter-hours, no stampede after a week of outage.
  package static let misfireLimitDefault = 100
}

// Written as a sparse object: what has its default is left out, so that rows stay small and older ones can be read.
extension Policy: Codable {
  private enum CodingKeys: String, CodingKey {
    case misfire, misfireLimit, misfireWindow, startDeadline, overlap, mutex, jitter, maxRuns, pauseAfterFailures, timeout, retry
    case retryUnknown, calendars
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      misfire: try values.decodeIfPresent(Misfire.self, forKey: .misfire) ?? .last,
      overlap: try values.decodeIfPresent(Overlap.self, forKey: .overlap) ?? .skip)
    misfireLimit = try values.decodeIfPresent(Int.self, forKey: .misfireLimit) ?? misfireLimit
    misfireWindow = try values.decodeIfPresent(Duration.self, forKey: .misfireWindow)
    startDeadline = try values.decodeIfPresent(Duration.self, forKey: .startDeadline)
    mutex = try values.decodeIfPresent(String.self, forKey: .mutex)
    jitter = try values.decodeIfPresent(Duration.self, forKey: .jitter) ?? jitter
    maxRuns = try values.decodeIfPresent(Int.self, forKey: .maxRuns)
    pauseAfterFailures = try values.decodeIfPresent(Int.self, forKey: .pauseAfterFailures)
    timeout = try values.decodeIfPresent(Duration.self, forKey: .timeout)
    retry = try values.decodeIfPresent(RetryPolicy.self, forKey: .retry) ?? retry
    retryUnknown = try values.decodeIfPresent(Bool.self, forKey: .retryUnknown)
    calendars = try values.decodeIfPresent([CalendarRule].self, forKey: .calendars) ?? calendars
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(misfire, forKey: .misfire)
    try values.encode(overlap, forKey: .overlap)
    if misfireLimit != Self.misfireLimitDefault { try values.encode(misfireLimit, forKey: .misfireLimit) }
    try values.encodeIfPresent(misfireWindow, forKey: .misfireWindow)
    try values.encodeIfPresent(startDeadline, forKey: .startDeadline)
    try values.encodeIfPresent(mutex, forKey: .mutex)
    if jitter != .zero { try values.encode(jitter, forKey: .jitter) }
    try values.encodeIfPresent(maxRuns, forKey: .maxRuns)
    try values.encodeIfPresent(pauseAfterFailures, forKey: .pauseAfterFailures)
    try values.encodeIfPresent(timeout, forKey: .timeout)
    if retry != RetryPolicy() { try values.encode(retry, forKey: .retry) }
    try values.encodeIfPresent(retryUnknown, forKey: .retryUnknown)
    if !calendars.isEmpty { try values.encode(calendars, forKey: .calendars) }
  }
}
