import Alerts
import CivilTime
import ControlMessages
import Engine
import Scheduling
import Seams
import Services

/// Answers about one schedule: what became of an instant, and what is promised.
extension DaemonOperations {
  func why(_ nameOrID: String, at text: String?) async throws(ControlProblem) -> WhyMessage {
    let now = clock.now()
    let wanted = try text.map { text throws(ControlProblem) in try self.instant(text, "at").roundedDownToSecond }
    let current = try await currentSubject(nameOrID)
    var instant = wanted
    if instant == nil { instant = try await newestInstant(of: current, by: now) }
    let subject = try await self.subject(current, at: instant)
    let rows = try await self.rows(covering: instant, of: current.definition.id)
    let horizon = try await asking { store throws(StoreError) in try await store.horizon() }
    let state = await sync.state
    let source = SourceAge(server: serverURL, lastSync: state.lastSuccess, error: state.error)
    var story = Story(
      subject: subject, rows: rows, horizon: horizon, source: source, now: now, writeProblem: await engine.writeProblem)
    if wanted == nil { story.newer = try await newestUnscheduled(of: current.definition.id, after: instant) }
    story.upstream = try await upstreamEnd(of: subject)
    story.askedSince = await engine.askedSince(rows.map(\.id))
    story.dealtWith = try await dealtWith(among: rows)
    var message = story.message(at: instant)
    if subject.state == nil, let standing = current.standingWords { message.story.append(.init("now", "it is \(standing)")) }
    message.story += await openAlerts(of: current.definition.id)
    return message
  }

  func guarantee(_ nameOrID: String) async throws(ControlProblem) -> GuaranteeMessage {
    Guarantee(status: try await find(nameOrID), retention: retention).message
  }

  func exclusions(of nameOrID: String, from: String?, count: Int) async throws(ControlProblem) -> [ExclusionItem] {
    let schedule = try await find(nameOrID).schedule
    var last = clock.now()
    if let from { last = try instant(from, "from") }
    var items: [ExclusionItem] = []
    for _ in 0..<count {
      guard !Task.isCancelled, let due = schedule.due?.next(after: last) else { break }
      last = due
      // A calendar of many windows takes a while, in which others are to be answered.
      await Task.yield()
      guard let exclusion = schedule.exclusion(of: due) else { continue }
      items.append(
        ExclusionItem(due: due.iso8601, calendar: exclusion.calendar, deferredUntil: exclusion.deferredUntil?.iso8601))
    }
    return items
  }

  private func openAlerts(of schedule: Identifier) async -> [WhyMessage.Step] {
    await alerting.report.open.filter { $0.alert.subject?.scheduleID == schedule }.map { cause in
      WhyMessage.Step("alert", "\(cause.alert.kind.rawValue), open since \(cause.since.iso8601): \(cause.alert.sentence)")
    }
  }

  /// The schedule as it stands, or as it stood last when it is gone.
  private func currentSubject(_ nameOrID: String) async throws(ControlProblem) -> StorySubject {
    do throws(ControlProblem) {
      return StorySubject(try await find(nameOrID))
    } catch {
      guard error.code == .notFound else { throw error }
      // A name from before a schedule was renamed is still its own.
      let id = try await identifier(nameOrID)
      if let status = await engine.status(of: id) { return StorySubject(status) }
      let last = try await asking { store throws(StoreError) in try await store.newestRevision(of: id) }
      guard let last else { throw error }
      return StorySubject(last, zoneNamed: zoneNamed, removed: last.through)
    }
  }

  /// The latest owed instant; where none has come since the rule was first seen so, that of the newest row. Nil when there is neither.
  private func newestInstant(of subject: StorySubject, by now: Instant) async throws(ControlProblem) -> Instant? {
    if let due = subject.newestOwed(by: now) { return due }
    return try await rows(LedgerQuery(schedule: subject.definition.id, limit: 1)).first?.dueLast
  }

  /// How what it follows has ended last; nil where it follows nothing, or has seen no end.
  private func upstreamEnd(of subject: StorySubject) async throws(ControlProblem) -> LedgerRow? {
    guard let chain = subject.definition.trigger?.chain, let upstream = try? await identifier(chain.upstream) else { return nil }
    let newest = try await self.rows(LedgerQuery(schedule: upstream, limit: RunListLimit.standard))
    // A backfill sets nothing off.
    return newest.first { $0.kind != .backfill && ($0.outcome.reportClass == .success || $0.outcome.reportClass == .failure) }
  }

  /// The dead letters that somebody has replayed or dropped.
  private func dealtWith(among rows: [LedgerRow]) async throws(ControlProblem) -> Set<Identifier> {
    var ids: Set<Identifier> = []
    for row in rows where row.outcome.isDeadLetter {
      let isOpen = try await asking { store throws(StoreError) in try await store.isDeadLetter(row.id) }
      if !isOpen { ids.insert(row.id) }
    }
    return ids
  }

  /// The newest row of another kind than scheduled, such as what somebody has triggered; nil where none came after the instant.
  private func newestUnscheduled(of schedule: Identifier, after instant: Instant?) async throws(ControlProblem) -> LedgerRow? {
    let newest = try await self.rows(LedgerQuery(schedule: schedule, limit: RunListLimit.allowed.upperBound))
      .filter { $0.kind != .scheduled && $0.claimedAt > instant ?? .distantPast }.max { $0.claimedAt < $1.claimedAt }
    guard let newest else { return nil }
    return await engine.activeRow(newest.id) ?? newest
  }

  /// The revision that was in force at the instant; the first one for what came before all of them.
  private func subject(_ current: StorySubject, at instant: Instant?) async throws(ControlProblem) -> StorySubject {
    guard let instant, instant <= current.owedFrom else { return current }
    let revisions = try await asking { store throws(StoreError) in
      try await store.revisions(answeringIn: instant..<instant.advanced(by: .microseconds(1)))
    }
    let own = revisions.first { $0.revision.scheduleID == current.definition.id && $0.revision.owedFrom < instant }
    guard let own else { return current }
    var subject = StorySubject(own, zoneNamed: zoneNamed, removed: current.removed)
    subject.isPaused = current.isPaused
    return subject
  }

  private func rows(covering instant: Instant?, of schedule: Identifier) async throws(ControlProblem) -> [LedgerRow] {
    guard let instant else { return [] }
    var rows: [LedgerRow] = []
    for row in try await self.rows(LedgerQuery(schedule: schedule, covering: instant)) {
      rows.append(await engine.activeRow(row.id) ?? row)
    }
    guard rows.isEmpty, let row = await engine.activeRow(Fire.id(schedule: schedule, due: instant)) else { return rows }
    return [row]
  }
}
