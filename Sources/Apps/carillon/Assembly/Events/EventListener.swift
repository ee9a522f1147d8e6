import ControlMessages
import Scheduling
import Synchronization

/// One reader of events, with a bounded line of what it has not read yet.
final class EventListener: Sendable {
  enum Element: Sendable {
    case news(NumberedNews)
    case gap(EventGap)
    case heartbeat
    /// Behind which event it begins, for one who has named none.
    case start(Int64)
  }

  private struct State {
    var end: EventEnd.Reason?
    var saidEnd = false
    var whenCut: (@Sendable () -> Void)?
  }

  /// Besides what is kept: a herd of 10 000 schedules that fire together fits.
  static let backlogStandard = 16_384

  /// Nil: all.
  let schedule: Identifier?
  private let line: AsyncStream<Element>
  private let continuation: AsyncStream<Element>.Continuation
  private let state = Mutex(State())

  init(schedule: Identifier?, backlog: Int = backlogStandard) {
    self.schedule = schedule
    (line, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(backlog))
  }

  /// False when it does not keep up, and has been cut.
  func take(_ element: Element) -> Bool {
    if case .news(let event) = element, let schedule, event.news.schedule != schedule { return true }
    switch continuation.yield(element) {
    case .enqueued, .dropped(.heartbeat): return true
    case .dropped:
      end(.slow)
      return false
    case .terminated: return false
    @unknown default: return false
    }
  }

  func end(_ reason: EventEnd.Reason) {
    let cut = state.withLock { state -> (@Sendable () -> Void)? in
      if state.end == nil { state.end = reason }
      return state.end == .slow ? state.whenCut : nil
    }
    continuation.finish()
    cut?()
  }

  func whenCut(_ body: @escaping @Sendable () -> Void) {
    let isCut = state.withLock { state in
      state.whenCut = body
      return state.end == .slow
    }
    if isCut { body() }
  }

  /// Called by one reader at a time.
  func next() async -> EventMessage? {
    for await element in line {
      switch element {
      case .news(let event): return EventMessage(id: event.id, event.news.content)
      case .gap(let gap): return EventMessage(.gap(gap))
      case .heartbeat: return EventMessage(.heartbeat)
      case .start(let id): return EventMessage(id: id, .heartbeat)
      }
    }
    return state.withLock { state in
      guard !state.saidEnd else { return nil }
      state.saidEnd = true
      return EventMessage(.end(EventEnd(reason: state.end ?? .shutdown)))
    }
  }
}
