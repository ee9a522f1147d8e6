import Seams

/// How fast somebody may ask.
package struct RequestPace: Sendable {
  /// Far above what a page, a scraper and a script need together; the daemon answers ten times as many.
  static let callerPerSecond = 250
  static let strangerPerSecond = 50

  private let callers: TokenBuckets
  private let strangers: TokenBuckets

  init(_ gatehouse: Gatehouse) {
    callers = TokenBuckets(capacity: 2 * Self.callerPerSecond, perSecond: Double(Self.callerPerSecond), clock: gatehouse.clock)
    strangers = TokenBuckets(capacity: 2 * Self.strangerPerSecond, perSecond: Double(Self.strangerPerSecond), clock: gatehouse.clock)
  }

  func admits(_ caller: Caller?, from address: String) -> Bool {
    caller.map { callers.take("\($0.account)") } ?? strangers.take(address)
  }
}
