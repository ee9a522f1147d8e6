import CivilTime
import Scheduling
import Seams

/// All schedules as their sources have them now, and what has to be told to the engine about it. Pure.
package struct ScheduleCatalog: Sendable {
  /// The server's schedules; empty without a server.
  package private(set) var server: [Identifier: ServerSchedule] = [:]
  package private(set) var files = FileListing()
  /// What was made over the control API.
  package private(set) var local = LocalListing()
  /// When the server was last read with success; nil before the first time.
  package private(set) var lastSync: Instant?
  /// What the schedules of an earlier life were read from; nil: it is not known.
  let cachedOrigin: SourceOrigin?
  /// Directories that lost all of their schedules in one reading, each with their number, for as long as it is empty.
  private var emptied: [String: Int] = [:]
  /// False when no server is configured: what needs one is unbound.
  let hasServer: Bool
  /// False when no JFrog ML is configured.
  let hasJFrog: Bool
  /// False when the configuration lets no schedule run a command.
  let allowsCommands: Bool
  /// What the engine knows.
  private var applied: Set<Identifier>
  /// What files held that cannot be used since the start.
  private var held: HeldSchedules
  private let allowed: ServerBindingRules
  private let parse: @Sendable (String) throws(BindingTextError) -> BindingContent

  /// - Parameter restored: the schedules that an earlier life left to the engine.
  package init(
    cache: SourceCache, restored: [StoredSchedule], hasServer: Bool, hasJFrog: Bool = false, allowsCommands: Bool = true,
    allowed: ServerBindingRules,
    parse: @escaping @Sendable (String) throws(BindingTextError) -> BindingContent
  ) {
    self.hasServer = hasServer
    self.hasJFrog = hasJFrog
    self.allowsCommands = allowsCommands
    cachedOrigin = cache.origin
    applied = Set(restored.lazy.map(\.revision.scheduleID))
    held = HeldSchedules(restored)
    self.allowed = allowed
    self.parse = parse
    if hasServer {
      server = Dictionary(cache.schedules.map { ($0.record.id, $0) }) { first, _ in first }
      lastSync = cache.lastSync
    }
  }

  /// What changes for the engine.
  package struct Changes: Sendable {
    package var changed: [(definition: ScheduleDefinition, owedFrom: Instant)] = []
    package var removed: [Identifier] = []
  }

  /// Everything, as it stands: for the start.
  package mutating func everything(now: Instant) -> Changes {
    var changes = Changes()
    let binder = binder
    changes.changed.reserveCapacity(server.count + files.schedules.count + local.definitions.count)
    for schedule in server.values {
      changes.changed.append((told(held.definition(of: schedule) ?? binder.definition(of: schedule)), now))
    }
    for schedule in files.schedules { changes.changed.append((told(schedule.definition), now)) }
    for definition in held.ofFiles { changes.changed.append((reachable(definition), now)) }
    for definition in local.definitions { changes.changed.append((reachable(definition), now)) }
    changes.removed = retire()
    return changes
  }

  package mutating func replaceFiles(_ listing: FileListing, local: LocalListing? = nil, now: Instant) -> Changes {
    noteEmptied(listing)
    files = listing
    held.keep(listing)
    if let local, local.generation > self.local.generation { self.local = local }
    return everything(now: now)
  }

  /// Only what differs is among the changes. What is older than what is here already changes nothing.
  package mutating func replaceLocal(_ listing: LocalListing, now: Instant) -> Changes {
    guard listing.generation > local.generation else { return Changes() }
    let before = Dictionary(local.definitions.map { ($0.id, $0) }) { first, _ in first }
    local = listing
    var changes = Changes()
    changes.changed = listing.definitions.filter { before[$0.id] != $0 }.map { (reachable($0), now) }
    changes.removed = retire()
    return changes
  }

  /// Only what differs from the last read is among the changes: most reads change nothing.
  /// - Parameter started: when the read of the server began: nothing that it shows is newer.
  package mutating func replaceServer(_ schedules: [ServerSchedule], readAt started: Instant, now: Instant) -> Changes {
    let (before, previousSync, binder) = (server, lastSync, binder)
    server = Dictionary(schedules.map { ($0.record.id, $0) }) { first, _ in first }
    lastSync = started
    var changes = Changes()
    for schedule in server.values where before[schedule.record.id] != schedule {
      let owedFrom = Self.owedFrom(schedule, before: before[schedule.record.id], previousSync: previousSync, now: now)
      changes.changed.append((told(held.definition(of: schedule) ?? binder.definition(of: schedule)), owedFrom))
    }
    changes.removed = retire()
    return changes
  }

  private var binder: Binder { Binder(files: files.bindings, allowed: allowed, parse: parse) }

  /// What the engine knows and no source has any more.
  private mutating func retire() -> [Identifier] {
    var present = Set<Identifier>(minimumCapacity: applied.count)
    for id in server.keys { present.insert(id) }
    for schedule in files.schedules { present.insert(schedule.id) }
    for definition in held.ofFiles { present.insert(definition.id) }
    for definition in local.definitions { present.insert(definition.id) }
    defer { applied = present }
    return applied.filter { !present.contains($0) }.sorted()
  }

  /// A record is answered for from when it was last changed, but never from before the last read that did not show it so:
  /// an old start time sets off no flood, and nothing that was asked for between two reads is lost.
  private static func owedFrom(
    _ schedule: ServerSchedule, before: ServerSchedule?, previousSync: Instant?, now: Instant
  ) -> Instant {
    guard let previousSync, let updated = schedule.record.updated else { return now }
    if let before, before.record.updated == updated { return now }
    return min(max(updated, previousSync), now)
  }
}

extension ScheduleCatalog {
  /// One sentence each. A disk that is not mounted leaves an empty directory.
  package var emptiedFolders: [String] {
    emptied.sorted { $0.key < $1.key }.map { folder, count in
      "\(folder): no schedule file is left here, and \(count) schedules were removed; if that was not meant, bring the files back, then "
        + "carillon sync; if it was, put a file (*.yaml) with a comment there"
    }
  }

  /// Comes before `listing` takes the place of what is known.
  private mutating func noteEmptied(_ listing: FileListing) {
    emptied = emptied.filter { listing.emptyFolders.contains($0.key) }
    guard !listing.emptyFolders.isEmpty else { return }
    let present = Set(listing.schedules.lazy.map(\.id))
    let lost = (held.ofFiles + files.schedules.map(\.definition)).filter { definition in
      !present.contains(definition.id) && !listing.unknown.contains { definition.isFrom($0) }
    }
    for folder in listing.emptyFolders {
      let count = Set(lost.lazy.filter { $0.isFrom(folder) }.map(\.id)).count
      if count > 1 { emptied[folder] = count }
    }
  }

  private func told(_ definition: ScheduleDefinition) -> ScheduleDefinition { reachable(files.noting(definition)) }

  /// What acts on a server needs one: without it there is nothing to start. A command needs leave.
  private func reachable(_ definition: ScheduleDefinition) -> ScheduleDefinition {
    guard let kind = definition.trigger?.action.kind else { return definition }
    if kind.needsZenML, !hasServer {
      return definition.unbound(Reason("no_server", "its trigger is a \(kind.rawValue), and the configuration names no server"))
    }
    if kind.needsJFrog, !hasJFrog {
      return definition.unbound(Reason("no_jfrog", "its trigger is a \(kind.rawValue), and the configuration has no jfrog"))
    }
    if kind == .command, !allowsCommands {
      return definition.unbound(Reason("commands_off", "its trigger is a command, and the configuration has commands: false"))
    }
    return definition
  }
}

extension ScheduleDefinition {
  func unbound(_ reason: Reason) -> ScheduleDefinition {
    var copy = self
    copy.standing = standing == .paused ? .paused : .unbound
    copy.reason = reason
    return copy
  }
}
