import CivilTime
import Scheduling

/// Server, clock, disk and zones: what is not the daemon's to decide.
extension World {
  func changeServer() {
    let ids = server.ids
    switch chance.number(0...9) {
    case 0: addSchedule()
    case 1: if ids.count > 1, let gone = server.remove(chance.pick(ids)), chance.chance(0.5) { comeBack(gone) }
    case 2: server.awayUntil = later(.seconds(10), period * 5 + .seconds(10))
    case 3: store.fullUntil = now.advanced(by: chance.duration(.seconds(1), .seconds(600)))
    case 4: takeTargetDown()
    default: if !ids.isEmpty { edit(chance.pick(ids)) }
    }
    pollSoon()
  }

  private func edit(_ id: Identifier) {
    guard var schedule = server.schedules[id] else { return }
    generator.edit(&schedule, at: trueTime, &chance)
    put(schedule)
  }

  /// A schedule that was archived is made active again, as it was or edited meanwhile.
  private func comeBack(_ schedule: SimulatedSchedule) {
    var schedule = schedule
    schedule.updated = later(.seconds(1), period * 4)
    if chance.chance(0.5) { generator.edit(&schedule, at: schedule.updated, &chance) }
    agenda.add(.scheduleReturns(schedule), at: schedule.updated)
  }

  func returns(_ schedule: SimulatedSchedule) {
    guard hasFaults else { return }
    put(schedule)
    pollSoon()
  }

  func pollSoon() {
    guard let daemon else { return }
    agenda.add(.poll(life: daemon.life), at: later(.milliseconds(100), .seconds(30)))
  }

  private func takeTargetDown() {
    let nature: TargetNature = chance.pick([.deployment(0), .deployment(1), .http(0, knowsKeys: true), .command(0)])
    let until = chance.chance(0.3) ? trueTime.advanced(by: .seconds(86_400)) : later(.seconds(5), period * 6)
    targets.outages[TargetName(of: nature.trigger(payload: 0))] = (
      until, chance.pick([.connectionRefused, .requestLost, .declined(retryAfter: nil)])
    )
  }

  // MARK: Time

  /// The clock is set; who is told of it may learn it a moment later.
  func setClock() {
    guard hasFaults else { return }
    let size = chance.duration(.milliseconds(5), period * 4)
    step(by: chance.chance(0.5) ? size : .zero - size)
  }

  func step(by step: Duration) {
    transcript.note(.remark("the clock is set by \(step)"), at: trueTime, now)
    clockError += step
    referee.clockWasSet(at: now)
    guard let life = daemon?.life else { return }
    if chance.chance(0.5) {
      handle(.clockStepped(by: step))
    } else {
      agenda.add(.tell(life: life, .clockStepped(by: step)), at: later(.microseconds(10), .milliseconds(5)))
    }
    if isAlive(life) { resetAlarm() }
  }

  /// The machine is suspended, or its disk hangs: time passes and nothing is done.
  func stall() {
    guard hasFaults else { return }
    trueTime = later(.seconds(1), period * 8)
    transcript.note(.remark("the machine wakes up"), at: trueTime, now)
  }

  func replaceZones() {
    for name in zones.keys.sorted() { zones[name] = zones[name]?.replaced(after: max(now, referee.latestTime), &chance) }
    zoneRules = zones.mapValues(\.rules)
    referee.zones = zones
    guard let daemon else { return }
    let definitions = daemon.scheduler.statuses.map(\.schedule.definition).sorted { $0.id < $1.id }
    handle(.zonesReplaced(definitions.map(resolved)))
  }
}
