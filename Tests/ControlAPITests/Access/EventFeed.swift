import ControlMessages
import Synchronization

/// Events that a test tells to one listener.
final class EventFeed: Sendable {
  private let (line, events) = AsyncStream.makeStream(of: EventMessage.self)
  private let (openings, opened) = AsyncStream.makeStream(of: Void.self)
  private let isForgotten = Mutex(false)

  func subscription() -> EventSubscription {
    opened.yield()
    return EventSubscription(next: { [line] in await line.first { _ in true } }, cancel: { [weak self] in self?.forget() })
  }

  /// Nobody reads any more.
  var wasForgotten: Bool { isForgotten.withLock { $0 } }

  private func forget() { isForgotten.withLock { $0 = true } }

  func beat() { events.yield(EventMessage(.heartbeat)) }
  func end() { events.finish() }

  /// Somebody was let in and listens.
  func waitForListener() async { _ = await openings.first { _ in true } }
}
