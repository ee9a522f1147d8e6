/// How often, and when, a fire is tried again.
package struct RetryPolicy: Hashable, Sendable {
  /// How many runs one fire may have: a run that ended badly is followed by another under a name and a key of its own.
  package var attempts = attemptsDefault
  /// How often one attempt is sent to a target that answers, but declines it. A target that is away is waited for.
  package var sends = sendsDefault
  /// The first delay; each further one is twice as long.
  package var backoff = backoffDefault
  package var maxBackoff = maxBackoffDefault
  /// The part of a delay that differs from fire to fire: 0 none, 0.5 between half and the whole of it.
  package var jitter = 0.0
  /// No new attempt later than this after the first send; nil: whenever.
  package var budget: Duration?
  /// The exit codes of commands that are worth another attempt; nil: each but 0.
  package var exitCodes: [ClosedRange<Int>]?

  package init() {}

  /// A training run costs hours: none is repeated that nobody asked for.
  package static let attemptsDefault = 1
  /// With `retry_unknown: true`, where `attempts` says less: a machine that crashes is an accident, one that does so each time is not.
  package static let attemptsWhenLost = 5
  /// 1 + 2 + 4 + 8 s of patience.
  package static let sendsDefault = 5
  package static let backoffDefault: Duration = .seconds(1)
  /// A target that is back is noticed within this time.
  package static let maxBackoffDefault: Duration = .seconds(60)

  /// The delay behind the `count`-th failure. The same for the same fire, so that a restart changes nothing.
  package func delay(afterFailure count: Int, of fire: Identifier) -> Duration {
    precondition(count > 0, "a delay follows a failure, not \(count) of them")
    var delay = backoff
    for _ in 1..<min(count, 64) where delay < maxBackoff { delay *= 2 }
    delay = min(delay, maxBackoff)
    guard jitter > 0 else { return delay }
    let share = Double(fire.mixed(with: UInt64(count)) >> 11) / Double(1 << 53)
    return delay * (1 - jitter * share)
  }

  /// True when a command that exited so is worth another attempt.
  package func retries(exitCode: Int) -> Bool { exitCodes.map { ranges in ranges.contains { $0.contains(exitCode) } } ?? (exitCode != 0) }
}

// What is not there has its default: fields may be added.
extension RetryPolicy: Codable {
  private enum CodingKeys: String, CodingKey { case attempts, sends, backoff, maxBackoff, jitter, budget, exitCodes }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    attempts = try values.decodeIfPresent(Int.self, forKey: .attempts) ?? attempts
    sends = try values.decodeIfPresent(Int.self, forKey: .sends) ?? sends
    backoff = try values.decodeIfPresent(Duration.self, forKey: .backoff) ?? backoff
    maxBackoff = try values.decodeIfPresent(Duration.self, forKey: .maxBackoff) ?? maxBackoff
    jitter = try values.decodeIfPresent(Double.self, forKey: .jitter) ?? jitter
    budget = try values.decodeIfPresent(Duration.self, forKey: .budget)
    exitCodes = try values.decodeIfPresent([ClosedRange<Int>].self, forKey: .exitCodes)
  }
}

extension Identifier {
  /// 64 bits that look random, and are the same for the same input (SplitMix64's finaliser, Steele et al. 2014).
  func mixed(with salt: UInt64) -> UInt64 {
    var bits = high ^ (low &* 0x9e37_79b9_7f4a_7c15) ^ (salt &* 0xbf58_476d_1ce4_e5b9)
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}
