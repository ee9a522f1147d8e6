import ControlAPI
import ControlMessages

/// Follows a daemon's events to its end, asking again where a connection ends before, or the daemon is away for a while.
///
/// What happens meanwhile is passed on then, or a gap is: never left out in silence.
struct EventFollowing {
  let operations: any EventOperations
  var query: EventQuery
  var patience = Patience()

  /// Returns when everything that was asked for has come.
  /// - Parameter opened: called once, when events are waited for, before the first one is passed on.
  mutating func run(opened: () async throws -> Void = {}, each body: (EventMessage) throws -> Void) async throws {
    var isFirst = true
    while true {
      let subscription = try await isFirst ? operations.events(query) : again()
      defer { subscription.cancel() }
      if isFirst { try await opened() }
      isFirst = false
      defer { knowWhereToGoOn() }
      switch try await follow(subscription, body) {
      case .complete: return
      case .shutdown: try await patience.pause(Patience.step)
      case .lost: break
      }
    }
  }

  private func again() async throws -> EventSubscription {
    try await patience.asking { () async throws(ControlProblem) -> EventSubscription in try await operations.events(query) }
  }

  /// One that ended before its first word was read is asked for all that is kept: told twice is better than not at all.
  private mutating func knowWhereToGoOn() { query.after = query.after ?? 0 }

  private enum End { case complete, shutdown, lost }

  private mutating func follow(_ subscription: EventSubscription, _ body: (EventMessage) throws -> Void) async throws -> End {
    while let event = await subscription.next() {
      if let id = event.id { query.after = id }
      if case .end(let end) = event.content {
        switch end.reason {
        case .complete: return .complete
        case .shutdown: return .shutdown
        default: return .lost
        }
      }
      try body(event)
    }
    return .lost
  }
}
