import CivilTime
import Scheduling

/// When the faults stop, everything that is owed has to come to an end.
extension World {
  func stopFaults() {
    hasFaults = false
    boundariesToCrash = nil
    calmSince = trueTime
    transcript.note(.remark("the faults stop"), at: trueTime, now)
    for name in targets.outages.keys { targets.outages[name]?.until = trueTime }
    server.awayUntil = trueTime
    store.fullUntil = .distantPast
    if daemon?.isEnding == true { end() }
    if daemon == nil { start() }
    pollSoon()
  }

  /// Nothing is due any more from about now on.
  func endSchedules() {
    audit()
    for id in server.ids {
      guard var schedule = server.schedules[id] else { continue }
      let end = max(now, referee.latestTime).roundedUpToSecond.advanced(by: .seconds(40))
      schedule.end = schedule.start.map { max(end, $0.advanced(by: .seconds(1))) } ?? end
      schedule.updated = trueTime
      put(schedule)
    }
    pollSoon()
  }

  /// What the core says of itself must be nothing, while it is awake and everything is written.
  func audit() {
    guard let daemon, daemon.wakeAt.map({ $0 > now }) ?? true else { return }
    for finding in daemon.scheduler.audit(at: now) {
      referee.report("audit", "the core finds at \(now): \(finding.problem.code): \(finding.problem.sentence)")
    }
  }

  /// Every schedule that can start something does so when asked, one by one: nothing of the past blocks it.
  func probe() {
    inspectTheEnd()
    guard referee.violation == nil, let daemon else { return }
    let able = daemon.scheduler.statuses.filter { $0.schedule.definition.trigger != nil }.map(\.schedule.id).sorted()
    for (index, id) in able.enumerated() { agenda.add(.scheduleIsProbed(id), at: trueTime.advanced(by: Self.probeInterval * index)) }
    agenda.add(.worldEnds, at: trueTime.advanced(by: Self.probeInterval * able.count))
  }

  /// Longer than a fire takes without faults, all of its attempts together.
  private static let probeInterval: Duration = .seconds(7200)

  func probe(_ schedule: Identifier) {
    let fire = Identifier(random: &chance)
    referee.probes.insert(fire)
    handle(.triggerRequested(schedule: schedule, fire: fire))
  }

  /// After enough calm nothing is under way, and every fire has its end.
  func inspectTheEnd() {
    guard let daemon else { return referee.report("liveness", "the daemon is not running at the end") }
    if daemon.batchesInFlight > 0 || !daemon.batches.isEmpty { referee.report("liveness", "batches are still being written") }
    for row in store.unfinishedRows {
      referee.report("liveness", "fire \(row.id) of \(row.due) is still \(row.outcome.rawValue) (\(row.reason?.sentence ?? "no reason"))")
    }
    if daemon.scheduler.firesUnderWay > 0 { referee.report("liveness", "\(daemon.scheduler.firesUnderWay) fires are still under way") }
    for status in daemon.scheduler.statuses.sorted(by: { $0.schedule.id < $1.schedule.id }) where !status.memory.backfills.isEmpty {
      // One whose schedule has nothing to start waits for that to change.
      guard status.schedule.due != nil, status.schedule.definition.trigger != nil else { continue }
      referee.report("liveness", "a backfill of \(status.schedule.name) never ended")
    }
    audit()
    referee.inspectTheEnd(at: now)
  }
}
