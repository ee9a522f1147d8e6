import CivilTime
import Scheduling
import Testing

/// One of the schedules that share a mutex.
func sharing(_ overlap: Policy.Overlap, _ cron: String = "* * * * *", id: UInt64) -> ScheduleDefinition {
  minutely(cron, id: id, policy: policy(.last, overlap) { $0.mutex = "gpu" })
}

/// The same, at another target.
func elsewhere(_ cron: String, id: UInt64, _ overlap: Policy.Overlap = .skip) -> ScheduleDefinition {
  minutely(
    cron, id: id, policy: policy(.last, overlap) { $0.mutex = "gpu" }, trigger: .http(HTTPTrigger(url: "http://b.example/")))
}

/// Five schedules without the mutex have found nobody at 02:00, where that of id 1 goes too.
func down(_ others: ScheduleDefinition...) -> World {
  var world = World("01:59")
  world.open((11...15).map { minutely("0 * * * *", id: $0) } + others)
  for fire in world.advance(to: "02:00").started { _ = world.send(.away(fire)) }
  #expect(world.scheduler.awayTargets(at: world.now).count == 1)
  return world
}

func removeTheOthers(_ world: inout World) {
  _ = world.send(.schedulesRemoved((11...15).map { Identifier(high: 0, low: $0) }))
}

/// Of the schedule with id 1.
func outcomes(_ world: World) -> [Outcome] { world.ledger.filter { $0.scheduleID == nightlyID }.map(\.outcome) }

/// All succeed at once but the one that is looked for, which is given back.
@discardableResult
func answerAll(_ fires: [Fire], _ world: inout World, but isLookedFor: (Fire) -> Bool = { _ in false }) -> Fire? {
  var (found, sent) = (Fire?.none, fires)
  while !sent.isEmpty {
    let fire = sent.removeFirst()
    if isLookedFor(fire) { found = fire } else { sent += world.send(.succeeded(fire, at: world.now)).started }
  }
  return found
}
