/// What a client does when a server has no time: 429 and 503.
public struct ZenMLRetries: Sendable {
  /// The caller waits and asks again, or does not.
  public static let none = ZenMLRetries(count: 0, longestWait: .zero) { _ in }

  /// How often a call is sent again.
  public let count: Int
  /// A server that asks for a longer wait gets the caller an error at once.
  public let longestWait: Duration
  let pause: @Sendable (Duration) async throws -> Void

  /// Sends a call again, with the same Idempotency-Key, after the time that the server asks for (`Retry-After`); where it names
  /// none, after 1, 2, 4 … seconds.
  ///
  /// - Parameter pause: waits; throws when its task is cancelled: `{ try await Task.sleep(for: $0) }`.
  public init(count: Int, longestWait: Duration, pause: @escaping @Sendable (Duration) async throws -> Void) {
    self.count = count
    self.longestWait = longestWait
    self.pause = pause
  }

  /// How long to wait after the failure number `failures`, from 1; nil when the caller is to know of it.
  func wait(after error: ZenMLError, failures: Int) -> Duration? {
    guard let status = error.status, [429, 503].contains(status), failures <= count else { return nil }
    let wait = error.retryAfter ?? min(.seconds(1 << min(failures - 1, 10)), longestWait)
    return wait <= longestWait ? wait : nil
  }
}
