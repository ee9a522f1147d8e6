import CivilTime
import ControlMessages
import Engine
import Scheduling
import Seams
import ServiceLifecycle
import Synchronization

/// Tells those who listen what becomes of fires and schedules. Nobody who listens can hold up the engine: it only leaves its
/// news here.
final class EventHub: Service {
  /// As those who pass connections on want it: many of them cut one that is silent for 30 or 60 s.
  static let heartbeat: Duration = .seconds(15)
  /// Beyond so many rows that are not passed on yet, a herd's first ones are left out, and listeners are told of a gap.
  private static let waitingLimit = 100_000
  /// So many rows are passed on before the engine, which leaves more of them here, gets its turn.
  private static let turnSize = 100

  /// What of a schedule is news when it changes.
  private struct Look: Equatable {
    let state: ScheduleStatus.State
    let nextDue: Instant?
    let revision: Int
  }

  private struct State {
    var waiting = LedgerNews()
    /// How many rows were left out before those.
    var lost = 0
    var ring: EventRing
    var looks: [Identifier: Look] = [:]
    var listeners: [Int: EventListener] = [:]
    var nextListener = 0
    /// Before the first one came, nobody needs to know how schedules change.
    var wasListenedTo = false
    var isOver = false

    mutating func tellOfGap() {
      let gap = EventGap(after: ring.nextID - 1, first: ring.nextID + Int64(lost))
      ring.skip(lost)
      listeners = listeners.filter { $0.value.take(.gap(gap)) }
    }
  }

  private let engine: SchedulerEngine
  private let clock: any WallClock
  private let state: Mutex<State>
  private let news = Doorbell()
  private let arrivals = Doorbell()

  init(engine: SchedulerEngine, clock: any WallClock) {
    self.engine = engine
    self.clock = clock
    state = Mutex(State(ring: EventRing(startedAt: clock.now())))
  }

  /// Takes note from now on of what becomes durable.
  func begin() async { await engine.observe { [weak self] news in self?.note(news) } }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await self.passOnNews() }
        group.addTask { await self.beat() }
      }
    }
    endAll()
  }

  // MARK: Listening

  func listen(schedule: Identifier?, after: Int64?, follows: Bool) -> EventListener {
    let listener = EventListener(schedule: schedule)
    let isOver = state.withLock { state in
      state.wasListenedTo = true
      if let after {
        if state.ring.hasGap(after: after) { _ = listener.take(.gap(EventGap(after: after, first: state.ring.firstID))) }
        for event in state.ring.after(after) { _ = listener.take(.news(event)) }
      } else {
        _ = listener.take(.start(state.ring.newestID))
      }
      if follows, !state.isOver {
        state.listeners[state.nextListener] = listener
        state.nextListener += 1
      }
      return state.isOver
    }
    if isOver { listener.end(.shutdown) } else if !follows { listener.end(.complete) }
    arrivals.ring()
    return listener
  }

  func forget(_ listener: EventListener) {
    state.withLock { state in state.listeners = state.listeners.filter { $0.value !== listener } }
  }

  var listenerCount: Int { state.withLock { $0.listeners.count } }

  private func endAll() {
    let listeners = state.withLock { state in
      state.isOver = true
      defer { state.listeners = [:] }
      return Array(state.listeners.values)
    }
    listeners.forEach { $0.end(.shutdown) }
  }

  // MARK: Passing on

  /// On the engine's queue.
  private func note(_ news: LedgerNews) {
    state.withLock { state in
      state.waiting.rows += news.rows
      let excess = max(0, state.waiting.rows.count - Self.waitingLimit)
      state.waiting.rows.removeFirst(excess)
      state.lost += excess
      state.waiting.schedules.formUnion(news.schedules)
    }
    self.news.ring()
  }

  private func passOnNews() async {
    while !Task.isCancelled {
      await passOnWhatWaits()
      await news.wait(until: nil, by: clock)
    }
  }

  private func passOnWhatWaits() async {
    let (waiting, looksAtSchedules) = state.withLock { state in
      defer { (state.waiting, state.lost) = (LedgerNews(), 0) }
      if state.lost > 0 { state.tellOfGap() }
      return (state.waiting, state.wasListenedTo)
    }
    for start in stride(from: 0, to: waiting.rows.count, by: Self.turnSize) {
      tell(waiting.rows[start...].prefix(Self.turnSize).map(EventNews.row))
    }
    guard looksAtSchedules else { return }
    for id in waiting.schedules.sorted() { await look(at: id) }
  }

  private func look(at id: Identifier) async {
    guard let status = await engine.status(of: id) else {
      state.withLock { $0.looks[id] = nil }
      return tell([.removed(id)])
    }
    let look = Look(state: status.state, nextDue: status.nextDue, revision: status.revision)
    let isNews = state.withLock { $0.looks.updateValue(look, forKey: id) != look }
    if isNews { tell([.schedule(status)]) }
  }

  private func tell(_ news: [EventNews]) {
    state.withLock { state in
      for event in news.map({ state.ring.append($0) }) where !state.listeners.isEmpty {
        state.listeners = state.listeners.filter { $0.value.take(.news(event)) }
      }
    }
  }

  private func beat() async {
    while !Task.isCancelled {
      let isAwaited = listenerCount > 0
      await arrivals.wait(until: isAwaited ? clock.now().advanced(by: Self.heartbeat) : nil, by: clock)
      state.withLock { state in state.listeners = state.listeners.filter { $0.value.take(.heartbeat) } }
    }
  }
}
