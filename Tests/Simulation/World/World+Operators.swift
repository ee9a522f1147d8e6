import CivilTime
import Scheduling

/// What people ask for.
extension World {
  func operate() {
    guard hasFaults, let daemon else { return }
    let ids = daemon.scheduler.statuses.map(\.schedule.id).sorted()
    // Somebody always asks for something that is not there.
    let id = ids.isEmpty || chance.chance(0.02) ? Identifier(random: &chance) : chance.pick(ids)
    switch chance.number(0...9) {
    case 0, 1: pause(chance.chance(0.2) ? ids : [id])
    case 2, 3: resume([id])
    case 4, 5: handle(.triggerRequested(schedule: id, fire: requestID()))
    case 6: handle(.backfillRequested(schedule: id, backfill()))
    case 7: replay()
    default: cancel(oneOf: daemon.scheduler.statuses.flatMap(\.underWay).sorted())
    }
  }

  private func pause(_ ids: [Identifier]) {
    guard !ids.isEmpty else { return }
    let until = chance.chance(0.5) ? now.advanced(by: chance.duration(.seconds(1), period * 6 + .seconds(1))) : nil
    handle(.pauseRequested(ids, Pause(since: now, until: until, reason: Reason("paused_by_command", "maintenance"))))
  }

  private func resume(_ ids: [Identifier]) { handle(.resumeRequested(ids, replay: chance.chance(0.4))) }

  /// Mostly new; sometimes somebody sends a request again.
  private func requestID() -> Identifier {
    if chance.chance(0.15), let last = lastRequestID { return last }
    let id = Identifier(random: &chance)
    lastRequestID = id
    return id
  }

  private func backfill() -> Backfill {
    let position = now.advanced(by: .zero - period * chance.number(1...12))
    return Backfill(
      id: requestID(), after: position, through: position.advanced(by: period * chance.number(1...14)), maxParallel: chance.number(1...3))
  }

  private func replay() {
    let rows = store.finishedFires.prefix(20)
    guard !rows.isEmpty else { return }
    handle(.replayRequested(of: chance.pick(Array(rows)), fire: requestID()))
  }

  private func cancel(oneOf fires: [Identifier]) {
    guard !fires.isEmpty else { return }
    handle(.cancelRequested(fire: chance.pick(fires), force: chance.chance(0.3)))
  }
}
