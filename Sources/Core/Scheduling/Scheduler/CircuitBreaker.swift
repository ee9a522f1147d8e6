import CivilTime

/// Keeps fires from a target that is down: after some failures in a row it opens, lets one probe through now and then,
/// and closes with the first answer (Nygard, "Release It!", 2007).
struct CircuitBreaker: Equatable, Sendable {
  private enum State: Equatable, Sendable {
    case closed
    case open(until: Instant)
    /// This fire is on its way to see.
    case probing(Identifier)
  }

  private var state = State.closed
  private var failures = 0
  private var openings = 0

  /// One lost answer is an accident, five in a row are an outage.
  static let failureLimit = 5
  static let firstOpening: Duration = .seconds(5)
  /// A target that is back is noticed within this time.
  static let longestOpening: Duration = .seconds(60)

  /// True from the opening until an answer comes.
  var isOpen: Bool { state != .closed }

  var position: CircuitPosition {
    switch state {
    case .closed: .closed
    case .open: .open
    case .probing: .probing
    }
  }

  /// When a fire may go; nil: now. `Instant.distantFuture`: not before the probe has its answer.
  func wait(at now: Instant) -> Instant? {
    switch state {
    case .closed: nil
    case .open(let until): until > now ? until : nil
    case .probing: .distantFuture
    }
  }

  mutating func sent(_ fire: Identifier) {
    if case .open = state { state = .probing(fire) }
  }

  /// The target answered, whatever it said.
  mutating func answered() { self = CircuitBreaker() }

  mutating func failed(at now: Instant) {
    failures += 1
    guard isOpen || failures >= Self.failureLimit else { return }
    // Answers of fires that were sent before it opened say nothing new.
    if case .open = state { return }
    var opening = Self.firstOpening
    for _ in 0..<min(openings, 8) { opening *= 2 }
    openings += 1
    state = .open(until: now.advanced(by: min(opening, Self.longestOpening)))
  }

  /// A fire is no longer on its way. If it was the probe, it ended without an answer either way.
  mutating func left(_ fire: Identifier, at now: Instant) {
    if state == .probing(fire) { state = .open(until: now) }
  }

  /// The clock was set: what is left of the opening keeps its length.
  mutating func stepClock(by step: Duration) {
    if case .open(let until) = state { state = .open(until: until.advanced(by: step)) }
  }
}
