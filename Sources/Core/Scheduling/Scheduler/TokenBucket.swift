import CivilTime

/// Lets through at most so many a second, and a second's worth at once after a pause.
struct TokenBucket: Sendable {
  let perSecond: Int
  /// Millionths of a token.
  private var level: Int64
  private var filledAt: Instant?

  init(perSecond: Int) {
    precondition(perSecond > 0, "a bucket fills by at least one a second, not \(perSecond)")
    self.perSecond = perSecond
    level = Int64(perSecond) * Self.token
  }

  private static let token: Int64 = 1_000_000

  /// When the next one may go; nil: now.
  mutating func wait(at now: Instant) -> Instant? {
    fill(at: now)
    guard level < Self.token else { return nil }
    let missing = Self.token - level
    return now.advanced(by: .microseconds((missing + Int64(perSecond) - 1) / Int64(perSecond)))
  }

  mutating func take() { level -= Self.token }

  private mutating func fill(at now: Instant) {
    defer { filledAt = now }
    // The clock was set back: what has been filled stays.
    guard let filledAt, filledAt < now else { return }
    let (gain, overflow) = (now.microsecondsSinceEpoch - filledAt.microsecondsSinceEpoch).multipliedReportingOverflow(by: Int64(perSecond))
    let full = Int64(perSecond) * Self.token
    level = overflow ? full : min(full, level + min(gain, full))
  }
}
