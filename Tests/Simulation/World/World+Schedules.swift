import CivilTime
import Scheduling

/// What the daemon knows of its schedules.
extension World {
  func poll() {
    guard let life = daemon?.life else { return }
    guard trueTime >= server.awayUntil else {
      agenda.add(.poll(life: life), at: server.awayUntil.advanced(by: .seconds(1)))
      return handle(.catchUpReleased)
    }
    guard let changes = daemon?.catalog.read(server, at: now, pollInterval: .seconds(30)) else { return }
    apply(changes)
    guard isAlive(life), let cache = daemon?.catalog.cache else { return }
    agenda.add(.cacheIsSaved(life: life, cache), at: later(.milliseconds(1), .milliseconds(500)))
    handle(.catchUpReleased)
  }

  func apply(_ changes: SimulatedCatalog.Changes) {
    guard let life = daemon?.life else { return }
    if !changes.removed.isEmpty { handle(.schedulesRemoved(changes.removed)) }
    guard isAlive(life), !changes.changed.isEmpty else { return }
    handle(.schedulesChanged(changes.changed.map { ScheduleChange(resolved($0.schedule.definition), owedFrom: $0.owedFrom) }))
  }

  func resolved(_ definition: ScheduleDefinition) -> Schedule { Schedule(definition) { self.zoneRules[$0] } }
}
