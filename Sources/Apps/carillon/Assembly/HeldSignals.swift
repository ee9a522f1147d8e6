@preconcurrency import Dispatch
import Synchronization

/// Signals that mean one thing. From now on they do not end this process; what comes before there is a handler is kept for it.
final class HeldSignals: Sendable {
  private struct State {
    var isPending = false
    var handler: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())
  private let sources: [any DispatchSourceSignal]

  init(_ signals: Int32...) {
    // A queue of its own has a thread even while all of the shared ones are busy.
    let queue = DispatchQueue(label: "carillon.signals")
    sources = signals.map { DispatchSource.makeSignalSource(signal: $0, queue: queue) }
    // A source takes its signal only when another thread has registered it.
    let registered = DispatchSemaphore(value: 0)
    for source in sources {
      source.setRegistrationHandler { registered.signal() }
      source.setEventHandler { [weak self] in self?.arrived() }
      source.activate()
    }
    for _ in sources { registered.wait() }
  }

  deinit { sources.forEach { $0.cancel() } }

  /// `handler` is told of each that comes, and at once of those that came before: once of all of them.
  func handle(with handler: @escaping @Sendable () -> Void) {
    let wasPending = state.withLock { state in
      state.handler = handler
      defer { state.isPending = false }
      return state.isPending
    }
    if wasPending { handler() }
  }

  private func arrived() {
    let handler = state.withLock { state in
      if state.handler == nil { state.isPending = true }
      return state.handler
    }
    handler?()
  }
}
