import ControlMessages

/// Events that a test tells to one listener.
final class EventFeed: Sendable {
  private let (line, events) = AsyncStream.makeStream(of: EventMessage.self)
  private let (openings, opened) = AsyncStream.makeStream(of: Void.self)

  func subscription() -> EventSubscription {
    opened.yield()
    return EventSubscription(next: { [line] in await line.first { _ in true } }, cancel: {})
  }

  func beat() { events.yield(EventMessage(.heartbeat)) }
  func end() { events.finish() }

  /// Somebody was let in and listens.
  func waitForListener() async { _ = await openings.first { _ in true } }
}
