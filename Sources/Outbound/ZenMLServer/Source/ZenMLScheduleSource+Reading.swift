import CivilTime
import Scheduling
import Seams
import ZenML

extension ZenMLScheduleSource {
  /// Known schedules that a sweep re-reads although nothing shows a change: one request, so that a new binding on the server
  /// is noticed within a sweep by a hundred schedules, and within ten by a thousand.
  static let refreshesPerSweep = 100

  /// Filters take whole seconds, and a change is stamped before it is committed: look this much further back.
  static let pollOverlap = Duration.seconds(2)

  /// The first listing.
  func readHydrated(known: [Identifier: ServerSchedule]) async throws(ZenMLError) -> SourceListing {
    let filter: ZenMLFilter<ZenMLSchedule> = [.project.equals(try await client.projectID()), .isArchived.equals(false)]
    let listing = try await client.allSchedules(filter, hydrate: true)
    let schedules = try await assembled(listing.rows) + reread(listing.missing(of: known.keys))
    let result = try await withDeployments(schedules, known: known)
    noteComplete(listing)
    return SourceListing(schedules: result, isComplete: true)
  }

  /// Everything listed; what is new, changed, or has its turn re-read.
  func sweep(known: [Identifier: ServerSchedule], refreshing limit: Int) async throws(ZenMLError) -> SourceListing {
    let filter: ZenMLFilter<ZenMLSchedule> = [.project.equals(try await client.projectID()), .isArchived.equals(false)]
    let listing = try await client.allSchedules(filter, hydrate: false)
    var kept: [Identifier: ServerSchedule] = [:]
    var stale: [Identifier] = []
    for row in listing.rows {
      if let schedule = known[row.id], schedule.isUnchanged(in: row) { kept[row.id] = schedule } else { stale.append(row.id) }
    }
    let refreshed = nextToRefresh(of: kept.keys.sorted(), limit: limit)
    let fresh = try await reread(stale + refreshed + listing.missing(of: known.keys))
    // What has gone between the two requests is gone.
    for id in refreshed { kept[id] = nil }
    let result = try await withDeployments(Array(kept.values) + fresh, known: known)
    noteComplete(listing)
    return SourceListing(schedules: result, isComplete: true)
  }

  /// What has changed, if the number of schedules says that nothing else has.
  func poll(known: [Identifier: ServerSchedule]) async throws(ZenMLError) -> SourceListing {
    let project = try await client.projectID()
    guard let newest = known.values.compactMap(\.record.updated).max() else {
      return try await pollWithoutTimes(known: known, project: project)
    }
    let filter: ZenMLFilter<ZenMLSchedule> = [
      .project.equals(project), .isArchived.equals(false), .updated.atLeast(newest - Self.pollOverlap),
    ]
    let delta = try await client.allSchedules(filter, hydrate: false)
    let total = try await client.scheduleTotal(project: project)
    let new = delta.rows.count { known[$0.id] == nil }
    guard explains(total, known: known.count + new) else { return try await sweep(known: known, refreshing: 0) }
    let changed = delta.rows.filter { known[$0.id]?.isUnchanged(in: $0) != true }
    var schedules = known
    for schedule in try await reread(changed.map(\.id)) { schedules[schedule.record.id] = schedule }
    return SourceListing(schedules: try await withMissingDeployments(schedules, known: known), isComplete: false)
  }

  /// A poll where no known schedule has an `updated`: there are none, or the server does not send it.
  private func pollWithoutTimes(
    known: [Identifier: ServerSchedule], project: Identifier
  ) async throws(ZenMLError) -> SourceListing {
    guard known.isEmpty else { return try await sweep(known: known, refreshing: 0) }
    let total = try await client.scheduleTotal(project: project)
    if explains(total, known: 0) { return SourceListing(schedules: [], isComplete: true) }
    return try await readHydrated(known: known)
  }

  private func reread(_ ids: [Identifier]) async throws(ZenMLError) -> [ServerSchedule] {
    if ids.isEmpty { return [] }
    return try await assembled(try await client.hydratedSchedules(ids, project: try await client.projectID()))
  }

  /// The next `limit` of `ids` in a round that goes on from sweep to sweep.
  private func nextToRefresh(of ids: [Identifier], limit: Int) -> [Identifier] {
    guard limit > 0, !ids.isEmpty else { return [] }
    let start = refreshStart.flatMap { start in ids.firstIndex { $0 >= start } } ?? 0
    let round = ids[start...] + ids[..<start]
    refreshStart = round.dropFirst(limit).first
    return Array(round.prefix(limit))
  }
}

extension ServerSchedule {
  /// Whether `row`, which may lack what only hydration brings, says the same as what is known.
  func isUnchanged(in row: ZenMLSchedule) -> Bool {
    var listed = row.record
    listed.pipelineID = record.pipelineID
    listed.orchestratorID = record.orchestratorID
    // A defect of a field that only hydration brings is not in the listing.
    listed.defect = row.isHydrated ? listed.defect : record.defect
    return listed == record
  }
}
