import CivilTime
import Scheduling

/// Makes every kind of policy, with times that fit the pace of a world.
struct PolicyGenerator {
  let period: Duration

  func policy(_ chance: inout Randomness, keeping maxRuns: Int? = nil) -> Policy {
    var policy = Policy(misfire: chance.pick([.last, .last, .all, .skip]), overlap: overlap(&chance))
    policy.maxRuns = maxRuns ?? (chance.chance(0.12) ? chance.number(1...15) : nil)
    if chance.chance(0.4) { policy.misfireLimit = chance.number(1...5) }
    if chance.chance(0.2) { policy.misfireWindow = chance.duration(period / 2, period * 20) }
    if chance.chance(0.2) { policy.startDeadline = chance.duration(.seconds(1), period * 3) }
    if chance.chance(0.2) { policy.mutex = chance.pick(["left", "right"]) }
    if chance.chance(0.25) { policy.jitter = chance.duration(.milliseconds(10), period / 2) }
    if chance.chance(0.15) { policy.pauseAfterFailures = chance.number(1...3) }
    if chance.chance(0.3) { policy.timeout = chance.duration(period / 4, period * 4) }
    if chance.chance(0.25) { policy.retryUnknown = chance.chance(0.5) }
    if chance.chance(0.12) { policy.calendars = [calendar(&chance)] }
    policy.retry = retry(&chance)
    return policy
  }

  private func overlap(_ chance: inout Randomness) -> Policy.Overlap {
    switch chance.number(0...7) {
    case 0...2: .skip
    case 3: .bufferOne
    case 4: .bufferAll(limit: chance.number(1...4))
    case 5: .cancelOther
    case 6: .terminateOther
    default: .allow
    }
  }

  private func retry(_ chance: inout Randomness) -> RetryPolicy {
    var retry = RetryPolicy()
    if chance.chance(0.4) { retry.attempts = chance.number(2...3) }
    if chance.chance(0.3) { retry.sends = chance.number(1...8) }
    if chance.chance(0.3) { retry.backoff = chance.duration(.milliseconds(200), period / 2) }
    if chance.chance(0.3) { retry.jitter = 0.5 }
    if chance.chance(0.2) { retry.budget = period * chance.number(1...5) }
    if chance.chance(0.2) { retry.exitCodes = [1...1] }
    return retry
  }

  /// A freeze of some hours on some days of the week.
  private func calendar(_ chance: inout Randomness) -> CalendarRule {
    let days = Set((0...2).map { _ in chance.number(0...6) })
    let start = 3600 * chance.number(0...23)
    let window = ExclusionCalendar.WeeklyWindow(weekdays: days, start: start, end: (start + 3600 * chance.number(1...5)) % 86_400)
    return CalendarRule(ExclusionCalendar(name: "freeze", weekly: [window]), action: chance.pick([.skip, .defer]))
  }
}
