import CivilTime
import Scheduling

/// Makes schedules, and edits of them, that fit the pace of a world.
struct ScheduleGenerator {
  /// About how far apart due instants are.
  let period: Duration
  let zones: [String]
  let policies: PolicyGenerator

  func schedule(number: Int, at now: Instant, _ chance: inout Randomness) -> SimulatedSchedule {
    var schedule = SimulatedSchedule(
      id: Identifier(high: 0x51, low: UInt64(number)), name: "job-\(number)", source: chance.chance(0.6) ? .zenml : .file,
      timing: .interval(60), zone: nil, standing: standing(&chance), tag: chance.pick([nil, "red", "blue"]),
      nature: nature(&chance), policy: policies.policy(&chance), updated: now)
    retime(&schedule, at: now, &chance)
    if chance.chance(0.15) { schedule.start = now.advanced(by: period * chance.number(1...6)).roundedUpToSecond }
    if chance.chance(0.25) { bound(&schedule, after: now.advanced(by: period * chance.number(3...40)), &chance) }
    return schedule
  }

  /// One edit, as somebody makes it on the server.
  func edit(_ schedule: inout SimulatedSchedule, at now: Instant, _ chance: inout Randomness) {
    switch chance.number(0...11) {
    case 0, 1: retime(&schedule, at: now, &chance)
    case 2, 3: bound(&schedule, after: now.advanced(by: period * chance.number(0...10)), &chance)
    case 4: schedule.end = nil
    case 5: schedule.policy = policies.policy(&chance, keeping: schedule.policy.maxRuns)
    case 6: schedule.payload += 1
    case 7: schedule.nature = nature(&chance)
    case 8: schedule.name += "x"
    case 9: schedule.tag = chance.pick([nil, "red", "blue"])
    default: schedule.standing = schedule.standing == .armed ? chance.pick([.paused, .paused, .unbound, .observed, .invalid]) : .armed
    }
    schedule.updated = now
  }

  private func standing(_ chance: inout Randomness) -> ScheduleDefinition.Standing {
    chance.chance(0.85) ? .armed : chance.pick([.paused, .unbound, .observed, .invalid])
  }

  private func nature(_ chance: inout Randomness) -> TargetNature {
    switch chance.number(0...3) {
    case 0, 1: .deployment(chance.number(0...1))
    case 2: .http(chance.number(0...1), knowsKeys: chance.chance(0.5))
    default: .command(chance.number(0...1))
    }
  }

  /// Lets it end at a due instant, which then is the first that is not due, or anywhere.
  private func bound(_ schedule: inout SimulatedSchedule, after instant: Instant, _ chance: inout Randomness) {
    var end = instant.roundedUpToSecond
    let record = schedule.definition.record
    let instants = schedule.timing.instants(
      after: instant, through: instant.advanced(by: period * 3), zone: nil, anchor: SimulatedSchedule.anchor(of: record))
    if let due = instants.first, chance.chance(0.7) { end = Instant(secondsSinceEpoch: due) }
    if let start = schedule.start, end <= start { end = start.advanced(by: .seconds(1)) }
    schedule.end = end
  }

  private func retime(_ schedule: inout SimulatedSchedule, at now: Instant, _ chance: inout Randomness) {
    let seconds = Int64(period / .seconds(1)) * Int64(chance.pick([1, 1, 1, 2, 4]))
    schedule.zone = zones.isEmpty || chance.chance(0.3) ? nil : chance.pick(zones)
    switch chance.number(0...9) {
    case 0: schedule.timing = .once(now.advanced(by: period * chance.number(1...20)).roundedUpToSecond)
    case 1, 2: schedule.timing = .interval(max(seconds + Int64(chance.number(-3...3)), 1))
    default: schedule.timing = cron(every: seconds, &chance)
    }
    // The server's records have five fields.
    if case .everySeconds = schedule.timing { schedule.source = .file }
  }

  private func cron(every seconds: Int64, _ chance: inout Randomness) -> SimulatedTiming {
    if seconds < 60 { return .everySeconds(Self.divisor(of: 60, near: seconds)) }
    if seconds < 3600 { return .everyMinutes(Self.divisor(of: 60, near: seconds / 60)) }
    if seconds < 43_200, chance.chance(0.6) {
      return .everyHours(Self.divisor(of: 24, near: seconds / 3600), minute: Int64(chance.number(0...59)))
    }
    let count = Int(max(1, min(86_400 / seconds, 6)))
    let hours = Set((0..<count).map { _ in Int64(chance.number(0...23)) }).sorted()
    let weekdays = chance.chance(0.3) ? Set((0...2).map { _ in Int64(chance.number(0...6)) }).sorted() : []
    return .daily(minute: Int64(chance.pick([0, 0, 30, 59])), hours: hours, weekdays: weekdays)
  }

  private static func divisor(of whole: Int64, near wanted: Int64) -> Int64 {
    (1...whole).last { whole % $0 == 0 && $0 <= max(wanted, 1) } ?? 1
  }
}
