import CivilTime
import Seams
import Synchronization

/// Keeps what it has read for a minute: the fires of a busy moment share one question. Failures are not kept.
package final class CachingSecretSource: SecretSource {
  private struct Known {
    let value: String
    let readAt: Instant
  }

  private let source: any SecretSource
  private let clock: any WallClock
  /// By name and key. In memory only.
  private let known = Mutex<[[String]: Known]>([:])

  /// A secret that was changed is believed soon enough; one that was withdrawn is not used for long.
  private static let lifetime: Duration = .seconds(60)
  private static let countLimit = 1000

  package init(_ source: any SecretSource, clock: any WallClock) {
    self.source = source
    self.clock = clock
  }

  package func value(_ name: String, _ key: String) async throws(SecretError) -> String {
    let now = clock.now()
    // A clock that was set back makes nothing younger.
    if let known = known.withLock({ $0[[name, key]] }), (.zero..<Self.lifetime).contains(known.readAt.duration(to: now)) {
      return known.value
    }
    let value = try await source.value(name, key)
    known.withLock { known in
      if known.count >= Self.countLimit { known.removeAll() }
      known[[name, key]] = Known(value: value, readAt: now)
    }
    return value
  }
}
