import CivilTime
import Scheduling

/// The last known records, as they lie beside the ledger: written in a transaction of its own, after the engine was told.
struct CatalogCache {
  var schedules: [Identifier: SimulatedSchedule] = [:]
  /// By the daemon's clock; nil before the first read.
  var lastSync: Instant?
}

/// What the daemon knows of the server, and what it has to tell the scheduler.
struct SimulatedCatalog {
  private(set) var cache: CatalogCache
  /// What the scheduler knows.
  private var applied: Set<Identifier>

  struct Changes {
    var changed: [(schedule: SimulatedSchedule, owedFrom: Instant)] = []
    var removed: [Identifier] = []
  }

  init(_ cache: CatalogCache, applied: [Identifier]) {
    self.cache = cache
    self.applied = Set(applied)
  }

  /// Everything as it was last read: for the start.
  mutating func everything(at now: Instant) -> Changes {
    var changes = Changes()
    changes.changed = cache.schedules.values.sorted { $0.id < $1.id }.map { ($0, now) }
    changes.removed = retire()
    return changes
  }

  /// A record is answered for from when it was last changed, but never from before the last read that did not show it so.
  /// - Parameter quiet: the server is polled at least so often, and what showed nothing new is not simulated.
  mutating func read(_ server: SimulatedServer, at now: Instant, pollInterval quiet: Duration) -> Changes {
    let before = cache.schedules
    let previous = cache.lastSync.map { max($0, now.advanced(by: .zero - quiet)) }
    cache = CatalogCache(schedules: server.schedules, lastSync: now)
    var changes = Changes()
    for id in server.ids {
      guard let schedule = server.schedules[id], before[id]?.updated != schedule.updated else { continue }
      changes.changed.append((schedule, previous.map { min(max(schedule.updated, $0), now) } ?? now))
    }
    changes.removed = retire()
    return changes
  }

  private mutating func retire() -> [Identifier] {
    let present = Set(cache.schedules.keys)
    defer { applied = present }
    return applied.subtracting(present).sorted()
  }
}
