import ControlAPI
import ControlMessages

/// Follows a daemon's events to its end, asking again where a connection ends before.
struct EventFollowing {
  let operations: any EventOperations
  var query: EventQuery

  /// Returns when everything that was asked for has come.
  /// - Parameter opened: called once, when events are waited for, before the first one is passed on.
  mutating func run(opened: () async throws -> Void = {}, each body: (EventMessage) throws -> Void) async throws {
    var isFirst = true
    while true {
      let subscription = try await operations.events(query)
      defer { subscription.cancel() }
      if isFirst { try await opened() }
      isFirst = false
      if try await follow(subscription, body) { return }
    }
  }

  /// True when it is over.
  private mutating func follow(_ subscription: EventSubscription, _ body: (EventMessage) throws -> Void) async throws -> Bool {
    while let event = await subscription.next() {
      if let id = event.id { query.after = id }
      if case .end(let end) = event.content {
        guard end.reason != .shutdown else {
          throw ControlProblem(.unavailable, "the daemon has stopped; follow it again when it runs")
        }
        return end.reason == .complete
      }
      try body(event)
    }
    return false
  }
}
