/// Stands in for waiting: `pause` returns when the test says so.
package actor Ticker {
  private var paused: CheckedContinuation<Void, any Error>?
  private var observers: [CheckedContinuation<Void, Never>] = []
  private var isReleased = false

  package init() {}

  /// One waiter at a time.
  package func pause() async throws {
    if isReleased { return }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        paused = continuation
        tellObservers()
      }
    } onCancel: {
      Task { await self.cancel() }
    }
  }

  /// Waits until somebody pauses: everything that the last tick set off is done.
  package func untilPaused() async {
    if paused != nil { return }
    await withTaskCancellationHandler {
      await withCheckedContinuation { observers.append($0) }
    } onCancel: {
      // A test that is over its time ends, whatever it waits for.
      Task { await self.tellObservers() }
    }
  }

  /// Lets the pausing one go on.
  package func tick(_ count: Int = 1) async {
    for _ in 0..<count where !Task.isCancelled {
      await untilPaused()
      paused?.resume()
      paused = nil
    }
  }

  /// Lets every pause end at once from now on.
  package func release() {
    isReleased = true
    paused?.resume()
    paused = nil
  }

  private func tellObservers() {
    for observer in observers { observer.resume() }
    observers = []
  }

  private func cancel() {
    paused?.resume(throwing: CancellationError())
    paused = nil
  }
}
