import CivilTime
import Seams
import Synchronization

/// How often each of many may do something: each has a bucket of tokens that fills up with time.
package final class TokenBuckets: Sendable {
  private struct Bucket {
    var tokens: Double
    var filled: Duration
  }

  private let capacity: Double
  private let perSecond: Double
  private let clock: any WallClock
  private let buckets = Mutex<[String: Bucket]>([:])

  /// Buckets beyond it are full ones, which need not be remembered, or those of an attacker with many addresses.
  private static let countLimit = 10_000

  package init(capacity: Int, perSecond: Double, clock: any WallClock) {
    self.capacity = Double(capacity)
    self.perSecond = perSecond
    self.clock = clock
  }

  /// Takes a token; false when there is none.
  package func take(_ name: String) -> Bool {
    let now = clock.elapsed()
    return buckets.withLock { buckets in
      makeRoom(&buckets, now)
      var bucket = filled(buckets[name], now)
      defer { buckets[name] = bucket }
      guard bucket.tokens >= 1 else { return false }
      bucket.tokens -= 1
      return true
    }
  }

  /// Puts a token back that was taken.
  package func giveBack(_ name: String) {
    let now = clock.elapsed()
    buckets.withLock { buckets in
      // One that is forgotten by now is full.
      guard buckets[name] != nil else { return }
      var bucket = filled(buckets[name], now)
      bucket.tokens = min(capacity, bucket.tokens + 1)
      buckets[name] = bucket
    }
  }

  /// Whether there is a token; takes none.
  package func has(_ name: String) -> Bool {
    let now = clock.elapsed()
    return buckets.withLock { filled($0[name], now).tokens >= 1 }
  }

  private func filled(_ bucket: Bucket?, _ now: Duration) -> Bucket {
    guard let bucket else { return Bucket(tokens: capacity, filled: now) }
    let gained = (now - bucket.filled).decimalSeconds * perSecond
    return Bucket(tokens: min(capacity, bucket.tokens + max(0, gained)), filled: now)
  }

  private func makeRoom(_ buckets: inout [String: Bucket], _ now: Duration) {
    guard buckets.count >= Self.countLimit else { return }
    buckets = buckets.filter { filled($0.value, now).tokens < capacity }
    if buckets.count >= Self.countLimit { buckets.removeAll() }
  }
}
