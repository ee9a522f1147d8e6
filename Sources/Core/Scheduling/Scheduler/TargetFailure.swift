import CivilTime

/// That the fires of one schedule do not get through to their target, from the first failure until one of them does. An object, for next
/// to no schedule has one.
///
/// Others may get through all the while: what is in the way may be the schedule's own, as its proxy, its certificate or its secrets are.
final class TargetFailure {
  let target: TargetName
  private(set) var since: Instant
  private(set) var lastReason: Reason
  private(set) var lastAt: Instant
  /// It has failed again after its target had answered another schedule's fire.
  private(set) var isItsOwn = false
  /// How often its target had answered by the last failure.
  private var answers: Int

  /// - Parameter answers: how often the target has answered in this life.
  init(at target: TargetName, _ reason: Reason, at now: Instant, answers: Int) {
    (self.target, since, lastReason, lastAt, self.answers) = (target, now, reason, now, answers)
  }

  func note(_ reason: Reason, at now: Instant, answers: Int) {
    if answers != self.answers { isItsOwn = true }
    (lastReason, lastAt, self.answers) = (reason, now, answers)
  }

  /// False while nobody can say: its target has answered another since, and that may have been the end of an outage of both.
  func isSureToLast(answers: Int) -> Bool { isItsOwn || answers == self.answers }

  /// The clock was set.
  func stepClock(by step: Duration) { (since, lastAt) = (since.advanced(by: step), lastAt.advanced(by: step)) }
}
