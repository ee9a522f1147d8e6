import CivilTime

/// What its target has declined is sent again after a time, and no restart makes that shorter.
extension Scheduler {
  /// For no longer is a target heeded that asks to be left alone; a policy's own delay may be longer.
  private static let longestRetryAfter: Duration = .seconds(3600)

  /// Takes up the wait of a fire that its target had declined in an earlier life. What would not be sent any more waits for nothing.
  ///
  /// - Returns: False when its time has come.
  mutating func waitOn(_ fire: ActiveFire, _ turn: Turn) -> Bool {
    guard let start = fire.row.reason?.startOfResend, start > turn.now, refusal(of: fire, turn) == nil else { return false }
    // Never more than the longest: the clock may have been set back.
    let longest = max(Self.longestRetryAfter, retryPolicy(of: fire).maxBackoff)
    fire.phase = .waiting
    // Once at least: how often it was, nobody has written down.
    (fire.failures, fire.declines) = (1, 1)
    setTimer(.step, of: fire, at: min(start, turn.now.advanced(by: longest)))
    if !fire.isInDoubt { setEndOfOutage(of: fire, turn) }
    return true
  }
}
