import CivilTime
import Scheduling

/// What is to happen in a world, entered before it begins.
extension World {
  func plan() {
    for _ in 0..<chance.number(1...5) { addSchedule() }
    let calm = trueTime.advanced(by: faults.duration)
    scatter(.serverChanges, faults.serverChanges, until: calm)
    scatter(.operatorActs, faults.operatorActs, until: calm)
    scatter(.clockIsSet, faults.clockSteps, until: calm)
    scatter(.machineStalls, faults.stalls, until: calm)
    scatter(.daemonCrashes, faults.crashes / 2, until: calm)
    scatter(.daemonIsStopped, faults.crashes / 2, until: calm)
    scatter(.audit, 4, until: calm)
    if faults.replacesZones { scatter(.zonesAreReplaced, 1, until: calm) }
    armCrash()
    agenda.add(.daemonStarts, at: trueTime)
    planEnd(calm)
  }

  /// When faults have stopped everything comes to an end: first the instants, then the fires, then what waits for longest.
  private func planEnd(_ calm: Instant) {
    agenda.add(.faultsStop, at: calm)
    let end = calm.advanced(by: period * 10 + .seconds(60))
    agenda.add(.schedulesEnd, at: end)
    // Longer than the longest freeze, run, pause and patience.
    agenda.add(.worldIsProbed, at: end.advanced(by: .seconds(3 * 86_400)))
  }

  private func scatter(_ happening: Happening, _ count: Int, until end: Instant) {
    let span = Int(trueTime.duration(to: end) / .milliseconds(1))
    for _ in 0..<count { agenda.add(happening, at: trueTime.advanced(by: .milliseconds(chance.number(1...span)))) }
  }

  func addSchedule() {
    scheduleCount += 1
    put(generator.schedule(number: scheduleCount, at: trueTime, &chance))
  }

  func put(_ schedule: SimulatedSchedule) {
    referee.know(schedule)
    server.put(schedule)
  }

  /// The next crash comes at one of the next boundaries between two effects.
  func armCrash() {
    boundariesToCrash = hasFaults && lives - stops < faults.crashes ? chance.number(1...(chance.chance(0.5) ? 30 : 600)) : nil
  }
}
