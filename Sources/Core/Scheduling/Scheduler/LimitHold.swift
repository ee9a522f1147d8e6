import CivilTime

/// What one limit has held back in this life.
package struct LimitHold: Hashable, Sendable {
  /// Where the limit stands in the configuration: `limits.target.in_flight`.
  package let key: String
  /// Whose fires it counts: `in all`, `to target 'api.example:443'`, `with tag 'gpu'`.
  package let scope: String
  package let limit: Int
  /// How many fires it was the first thing to stand in the way of.
  package let count: Int
  /// When the first of them came.
  package let first: Instant

  /// Nil where nothing was held back.
  init?(_ key: String, _ scope: String, _ limit: Int?, _ held: HoldCount) {
    guard let limit, held.count > 0 else { return nil }
    (self.key, self.scope, self.limit, count, first) = (key, scope, limit, held.count, held.first)
  }
}

/// How many fires a limit has held back, and when it was the first time.
struct HoldCount {
  private(set) var count = 0
  private(set) var first = Instant.distantFuture

  mutating func note(at now: Instant) {
    count += 1
    first = min(first, now)
  }
}
