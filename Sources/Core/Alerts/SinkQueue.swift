import CivilTime

/// What waits for one sink, as far as its next turn goes.
///
/// One that the sink has refused holds up no other: it is tried again when no other is due, and some time after the last refusal, so that
/// a sink that refuses everything is asked for one of them at a time.
struct SinkQueue {
  /// The oldest that was not refused; while the sink is away the others wait behind it.
  private var first: WaitingAlert?
  /// Of those that were refused, the one whose turn it is.
  private var refused: WaitingAlert?
  private var retry = Instant.distantPast

  mutating func add(_ waiting: WaitingAlert) {
    guard waiting.isRefused == true else {
      if first.map({ waiting.number < $0.number }) ?? true { first = waiting }
      return
    }
    if refused.map({ (waiting.nextTry, waiting.number) < ($0.nextTry, $0.number) }) ?? true { refused = waiting }
    retry = max(retry, waiting.nextTry)
  }

  func next(at now: Instant) -> WaitingAlert? {
    if let first, first.nextTry <= now { return first }
    return retry <= now ? refused : nil
  }

  /// When there is a next one.
  var wake: Instant? { [first?.nextTry, refused == nil ? nil : retry].compactMap(\.self).min() }
}
