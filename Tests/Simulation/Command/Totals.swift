import CivilTime

/// What a campaign has seen.
struct Totals: Sendable {
  private(set) var seeds = 0
  private var simulated: Duration = .zero
  private var fires = 0
  private var crashes = 0
  private var stops = 0
  private var digest: UInt64 = 0
  private(set) var failure: String?
  private var failedSeed = UInt64.max
  /// One line for each failure.
  private(set) var headlines: [String] = []

  mutating func add(_ report: SeedReport) {
    seeds += 1
    simulated += report.simulated
    fires += report.fires
    crashes += report.lives - 1 - report.stops
    stops += report.stops
    digest ^= report.digest
    if let headline = report.headline { headlines.append(headline) }
    if let failure = report.failure { note(failure, report.seed) }
  }

  mutating func add(_ other: Totals) {
    seeds += other.seeds
    simulated += other.simulated
    fires += other.fires
    crashes += other.crashes
    stops += other.stops
    digest ^= other.digest
    headlines += other.headlines
    if let failure = other.failure { note(failure, other.failedSeed) }
  }

  /// The lowest seed counts, whichever thread was first.
  private mutating func note(_ text: String, _ seed: UInt64) {
    if seed < failedSeed { (failure, failedSeed) = (text, seed) }
  }

  func summary(in elapsed: Duration) -> String {
    let days = simulated.components.seconds / 86_400
    let verdict = failure == nil ? "" : "FAILED: "
    return
      "\(verdict)\(seeds) seeds, \(days) simulated days, \(fires) sends, \(crashes) crashes, \(stops) stops, \(elapsed.inSeconds) s (digest \(String(digest, radix: 16)))"
  }
}
