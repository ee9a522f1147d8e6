import CivilTime

/// Keeps fires from a target that is down: after some failures in a row it opens, lets one probe through now and then,
/// and closes with the first answer (Nygard, "Release It!", 2007).
struct CircuitBreaker: Equatable, Sendable {
  private enum State: Equatable, Sendable {
    case closed
    case open(until: Instant)
    /// This fire is on its way to see, and the only one until then.
    case probing(Identifier, until: Instant)
  }

  private var state = State.closed
  private var failures = 0
  private var openings = 0

  /// One lost answer is an accident, five in a row are an outage.
  static let failureLimit = 5
  static let firstOpening: Duration = .seconds(5)
  /// A target that is back is noticed within this time.
  static let longestOpening: Duration = .seconds(60)
  /// An answer may take an hour where the request is the run, of a target that serves all others: after so long a further probe goes.
  static let probeLength: Duration = .seconds(10)

  /// True from the opening until an answer comes.
  var isOpen: Bool { state != .closed }

  var position: CircuitPosition {
    switch state {
    case .closed: .closed
    case .open: .open
    case .probing: .probing
    }
  }

  /// When the probe was sent that is on its way; nil: none is.
  var probingSince: Instant? {
    guard case .probing(_, until: let until) = state else { return nil }
    return until.advanced(by: .zero - Self.probeLength)
  }

  /// When a fire may go; nil: now.
  func wait(at now: Instant) -> Instant? {
    switch state {
    case .closed: nil
    case .open(until: let until), .probing(_, until: let until): until > now ? until : nil
    }
  }

  mutating func sent(_ fire: Identifier, at now: Instant) {
    if isOpen { state = .probing(fire, until: now.advanced(by: Self.probeLength)) }
  }

  /// The target answered, whatever it said, and whichever fire.
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
    if case .probing(fire, until: _) = state { state = .open(until: now) }
  }

  /// The clock was set: what is left of the opening, or of the probe's time, keeps its length.
  mutating func stepClock(by step: Duration) {
    switch state {
    case .closed: break
    case .open(until: let until): state = .open(until: until.advanced(by: step))
    case .probing(let fire, until: let until): state = .probing(fire, until: until.advanced(by: step))
    }
  }
}
