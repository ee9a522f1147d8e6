import Alerts
import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import ServiceLifecycle

/// Tells people what they want to know: hears of every end, looks at what takes long, writes down what is open, and delivers.
///
/// What it did not hear of, because the daemon stopped or crashed, is read from the ledger at the next start, and told then.
///
/// It only listens. A sink that is down, or a store that cannot be written, delays alerts, and never a fire.
package actor Alerting: Service {
  let engine: SchedulerEngine
  let store: any Store
  let memory: any AlertStore
  let sinks: [String: any AlertSink]
  let models: (any ModelRegistry)?
  let conditions: @Sendable () async -> AlertConditions
  let clock: any WallClock
  let log: Logger
  let doorbell = Doorbell()

  var desk: AlertDesk
  private var inbox: [Heard] = []
  private var news: AsyncStream<LedgerNews>?
  /// Looked up at the start, and heard of again by the listener.
  private var caughtUp: Set<Identifier> = []
  private var lastLook: Instant?
  /// The round of questions to the server that is under way.
  var asking: Task<Void, Never>?
  /// What it has brought since the last turn, by fire.
  var answers: [(Identifier, ModelSighting)] = []
  /// What is on its way just now, by sink.
  var delivering: [String: Task<Void, Never>] = [:]
  /// Rung when nothing is any more.
  let settled = Doorbell()
  /// A sink has answered since the last turn. That is written down at once: an alert is told again when a crash comes first.
  var hasSettled = false
  /// Why the memory could not be written down; nil: it could.
  var saveError: String?

  /// What one write made durable, or what happened before this life.
  private struct Heard {
    var rows: [LedgerRow]
    var lastAdded: Identifier?
    /// Where the ledger stood at the start.
    var start: LedgerMark?
  }

  /// - Parameter conditions: how the daemon is now.
  package init(
    engine: SchedulerEngine, store: any Store, memory: any AlertStore, rules: AlertRules, sinks: [String: any AlertSink],
    models: (any ModelRegistry)?, clock: any WallClock, log: Logger, conditions: @escaping @Sendable () async -> AlertConditions
  ) {
    (self.engine, self.store, self.memory, self.sinks, self.models) = (engine, store, memory, sinks, models)
    (self.clock, self.log, self.conditions) = (clock, log, conditions)
    desk = AlertDesk(rules: rules)
  }

  /// Between two looks at what is under way and how the daemon is.
  private static let interval: Duration = .seconds(10)
  /// A herd of ends is one batch.
  private static let gathering: Duration = .milliseconds(250)

  package func run() async throws {
    guard desk.rules.isOn else {
      try? await gracefulShutdown()
      return
    }
    await prepare()
    guard let news else { return }
    let listener = Task { for await news in news { hear(news.rows, lastAdded: news.lastAdded) } }
    defer {
      listener.cancel()
      asking?.cancel()
    }
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await self.turn()
        await self.doorbell.wait(until: self.nextTurn, by: self.clock)
        if await self.takeSettled() {
          await self.save()
        } else {
          await Doorbell().wait(until: self.clock.now().advanced(by: Self.gathering), by: self.clock)
        }
      }
    }
    await endDeliveries()
    // What was written until now; what comes behind it is found at the next start.
    await hearOut(clock.now())
    desk.keepMark()
    await save()
  }

  /// Hears from now on, and reads what an earlier life left: comes before the engine writes anything.
  package func prepare() async {
    guard desk.rules.isOn, news == nil else { return }
    news = await engine.news()
    await begin()
  }

  func takeSettled() -> Bool {
    defer { hasSettled = false }
    return hasSettled
  }

  func hear(_ rows: [LedgerRow], lastAdded: Identifier? = nil) {
    guard !rows.isEmpty else { return }
    inbox.append(Heard(rows: rows, lastAdded: lastAdded))
    if rows.contains(where: \.outcome.isFinal) { doorbell.ring() }
  }

  var nextTurn: Instant {
    let now = clock.now()
    let look = (lastLook ?? now).advanced(by: Self.interval)
    let isBusy = Set(desk.due(at: now).map(\.sink)).isSubset(of: delivering.keys)
    // What is on its way to a sink, or asked of the server, rings when it is done; the others do not wait for it.
    guard let wake = isBusy ? desk.nextWake(after: now) : desk.nextWake else { return look }
    return min(look, wake)
  }

  /// Takes up what an earlier life left, and hears of the ends that it did not hear of.
  func begin() async {
    do throws(StoreError) {
      desk = AlertDesk(rules: desk.rules, memory: try await memory.alertMemory())
      let unreadable = desk.memory.unreadable
      if unreadable > 0 { log.warning("some stored alerts cannot be read, and are left as they are", metadata: ["rows": "\(unreadable)"]) }
      try await catchUp()
      desk.beginHandling(at: clock.now())
      await save()
    } catch {
      log.error("open alerts cannot be read; they begin anew", metadata: ["error": "\(error)"])
    }
  }

  /// So many of the rows that were added last are looked through.
  private static let catchUpRows = 1000

  /// What ended since the last mark, to be handled in the first turn: only then the files' own alerts are known.
  private func catchUp() async throws(StoreError) {
    let active = Set(await engine.activeRows.map(\.id))
    let rows = try await rowsSinceMark(active).filter(\.outcome.isFinal).sorted { ($0.end, $0.id) < ($1.end, $1.id) }
    let last = try await store.rowsAdded(after: nil, limit: 1)?.last?.id
    caughtUp = Set(rows.map(\.id))
    inbox.insert(Heard(rows: rows, start: LedgerMark(lastAdded: last, underWay: active)), at: 0)
  }

  private func rowsSinceMark(_ active: Set<Identifier>) async throws(StoreError) -> [LedgerRow] {
    let mark = desk.memory.notes.mark
    var rows = try await rowsAdded(behind: mark)
    let found = Set(rows.map(\.id))
    for id in (mark?.underWay ?? []).sorted() where !active.contains(id) && !found.contains(id) {
      rows += try await store.rows(LedgerQuery(fire: id, limit: 1))
    }
    return rows
  }

  private func rowsAdded(behind mark: LedgerMark?) async throws(StoreError) -> [LedgerRow] {
    if let mark, let rows = try await store.rowsAdded(after: mark.lastAdded, limit: Self.catchUpRows) { return rows }
    // An older release left no mark, or the row that it names is gone.
    guard let until = desk.memory.notes.handledUntil else { return [] }
    let newest = try await store.rowsAdded(after: nil, limit: Self.catchUpRows) ?? []
    return newest.filter { $0.end > until }
  }

  /// Everything once: what was heard, what is to be looked at, what is to be delivered.
  func turn() async {
    let now = clock.now()
    if lastLook == nil { await takeOver(now) }
    await hearOut(now)
    if lastLook.map({ $0.duration(to: now) >= Self.interval || now < $0 }) ?? true {
      await look(now)
      lastLook = now
    }
    hearAnswers(now)
    askAboutExpectations(now)
    desk.handle(.timePassed, at: now)
    for notice in desk.takeNotices() {
      log.warning("alerts are given up", metadata: ["sink": "\(notice.sink)", "what": "\(notice.sentence)"])
    }
    await save()
    deliverDue(now)
  }

  /// In the first turn: only then the files' own alerts are known.
  private func takeOver(_ now: Instant) async {
    let own = await engine.alerts(of: desk.schedulesOfGoneSinks)
    desk.takeOverFromGoneSinks(own, at: now)
  }

  private func hearOut(_ now: Instant) async {
    let heard = inbox
    inbox = []
    guard !heard.isEmpty else { return }
    let alerts = await engine.alerts(of: Set(heard.flatMap(\.rows).map(\.scheduleID)))
    for news in heard {
      for row in news.rows { hear(row, alerts[row.scheduleID], isOld: news.start != nil, now) }
      if let start = news.start { desk.begin(at: start) }
      if let id = news.lastAdded { desk.note(added: id) }
    }
  }

  private func hear(_ row: LedgerRow, _ own: ScheduleAlerts?, isOld: Bool, _ now: Instant) {
    guard row.outcome.isFinal else { return desk.note(underWay: row.id) }
    if isOld || !caughtUp.contains(row.id) { desk.handle(.ended(row, own), at: now) }
  }

  private func look(_ now: Instant) async {
    let fires = await engine.activeFires.map { fire in
      FireUnderWay(fire.row, fire.alerts, timeout: fire.timeout, askedSince: fire.askedSince)
    }
    desk.handle(.underWay(fires), at: now)
    for event in await conditions().events { desk.handle(event, at: now) }
    let subjects = Set(desk.memory.causes.values.compactMap(\.alert.subject?.scheduleID))
    let known = await engine.states(of: subjects)
    for id in subjects.sorted() where known[id] == nil { desk.handle(.scheduleGone(id), at: now) }
    desk.handle(.schedulesEnded(subjects.filter { known[$0] == .ended }), at: now)
    desk.keepMark()
  }

  /// The memory is written down before anything of it is sent, where that is possible: a full disk is itself to be told.
  func save() async {
    guard let changes = desk.takeChanges() else { return }
    do throws(StoreError) {
      try await memory.saveAlerts(changes)
      saveError = nil
    } catch {
      desk.putBack(changes)
      if saveError == nil { log.error("open alerts cannot be written down", metadata: ["error": "\(error)"]) }
      saveError = error.description
    }
  }

  package var report: AlertReport {
    let waiting = Dictionary(grouping: desk.memory.waiting.values, by: \.sink).mapValues(\.count)
    let list = sinks.sorted { $0.key < $1.key }.map { name, sink in
      AlertReport.Sink(name: name, kind: sink.kind, waiting: waiting[name] ?? 0, notes: desk.memory.notes.sinks[name] ?? SinkNotes())
    }
    return AlertReport(open: desk.openAlerts, sinks: list, expectations: desk.memory.notes.expectations)
  }
}

extension LedgerRow {
  /// When it came to its end.
  fileprivate var end: Instant { finishedAt ?? claimedAt }
}
