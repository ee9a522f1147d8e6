import ControlAPI
import ControlMessages
import Synchronization

/// Two schedules and one run, always the same; remembers what was triggered.
final class FakeOperations: ControlOperations {
  let nightly = ScheduleItem.example(id: "11111111-1111-5111-8111-111111111111", name: "nightly")
  let odd = ScheduleItem.example(id: "22222222-2222-5222-8222-222222222222", name: "a/b %2F åäö?&#")
  let fire = RunItem.example(fireID: "33333333-3333-5333-8333-333333333333")
  let pipeline = PipelineItem(
    id: "44444444-4444-5444-8444-444444444444", name: "train", kind: "snapshot",
    schedules: [.init(id: "11111111-1111-5111-8111-111111111111", name: "nightly", state: "armed")], nextDue: "2026-11-21T02:00:00Z",
    created: "2026-11-20T02:00:00Z")

  let journal = FakeJournal()

  /// False: what is triggered cannot be written down.
  private let isWritable: Bool
  private let triggeredNames = Mutex<[String]>([])
  /// What `sync` waits for before it answers.
  private let beforeSync: @Sendable () async -> Void

  /// What is told instead of three events.
  private let feed: EventFeed?

  init(feed: EventFeed? = nil, isWritable: Bool = true, beforeSync: @escaping @Sendable () async -> Void = {}) {
    self.feed = feed
    self.isWritable = isWritable
    self.beforeSync = beforeSync
  }

  var triggered: [String] { triggeredNames.withLock { $0 } }

  func schedules(_ query: ListQuery) async throws(ControlProblem) -> Page<ScheduleItem> {
    let names = query.filters.filter { $0.field == "name" }.map(\.value)
    return try Page(of: [nightly, odd].filter { names.isEmpty || names.contains($0.name) }, query)
  }

  func summaries(_ query: ListQuery) async throws(ControlProblem) -> Page<ScheduleSummary> {
    try await schedules(query).map(ScheduleSummary.init)
  }

  func pipelines(_ query: ListQuery) async throws(ControlProblem) -> Page<PipelineItem> { try Page(of: [pipeline], query) }

  func pipeline(_ nameOrID: String) async throws(ControlProblem) -> PipelineItem {
    guard [pipeline.id, pipeline.name].contains(nameOrID) else { throw ControlProblem(.notFound, "no schedule starts \(nameOrID)") }
    return pipeline
  }

  func schedule(_ nameOrID: String) async throws(ControlProblem) -> ScheduleItem {
    if nameOrID == "twin" {
      throw ControlProblem(.ambiguous, "two schedules are named twin", candidates: [nightly.id, odd.id])
    }
    guard let found = [nightly, odd].first(where: { [$0.id, $0.name].contains(nameOrID) }) else {
      throw ControlProblem(.notFound, "no schedule is named \(nameOrID)")
    }
    return found
  }

  func runs(_ query: ListQuery) async throws(ControlProblem) -> Page<RunItem> {
    for filter in query.filters where filter.field == "schedule" { _ = try await schedule(filter.value) }
    return try Page(of: Array(repeating: fire, count: 2500), query)
  }

  func run(_ fireID: String) async throws(ControlProblem) -> RunItem {
    guard fireID == fire.fireID else { throw ControlProblem(.notFound, "no fire has the id \(fireID)") }
    return fire
  }

  func trigger(_ nameOrID: String) async throws(ControlProblem) -> RunItem {
    let name = try await schedule(nameOrID).name
    triggeredNames.withLock { $0.append(name) }
    guard isWritable else { throw ControlProblem(.unwritten, "it is started when the ledger can be written") }
    return fire
  }

  func why(_ nameOrID: String, at instant: String?) async throws(ControlProblem) -> WhyMessage {
    let item = try await schedule(nameOrID)
    return WhyMessage(
      scheduleID: item.id, schedule: item.name, at: instant ?? "2026-11-21T02:00:00Z", verdict: .recorded, answer: "it ran",
      story: [.init("ledger", "succeeded")], row: fire)
  }

  func alerts() async throws(ControlProblem) -> AlertsMessage {
    AlertsMessage(
      items: [], sinks: [AlertSinkItem(name: "ops", kind: "webhook", waiting: 0, lastDelivery: nil, error: nil, lost: 0)])
  }

  func testAlerts(_ request: AlertTestRequest) async throws(ControlProblem) -> AlertTestMessage {
    if let sink = request.sink, sink != "ops" { throw ControlProblem(.notFound, "there is no alert sink '\(sink)'") }
    return AlertTestMessage(answers: [.init(sink: "ops", kind: "webhook", isTaken: true, answer: "status 200")])
  }

  func exclusions(of nameOrID: String, from: String?, count: Int) async throws(ControlProblem) -> [ExclusionItem] {
    _ = try await schedule(nameOrID)
    return [ExclusionItem(due: from ?? "2026-11-21T02:00:00Z", calendar: "holidays", deferredUntil: count == 1 ? from : nil)]
  }

  func guarantee(_ nameOrID: String) async throws(ControlProblem) -> GuaranteeMessage {
    let item = try await schedule(nameOrID)
    return GuaranteeMessage(
      scheduleID: item.id, schedule: item.name, promise: .atMostOnce, answer: "at most once", details: [.init("misfire", "last")])
  }

  func backfill(_ nameOrID: String, _ request: BackfillRequest) async throws(ControlProblem) -> BackfillMessage {
    let item = try await schedule(nameOrID)
    return BackfillMessage(
      id: request.dryRun ? nil : "b", scheduleID: item.id, schedule: item.name,
      instants: [.init(due: request.from, fireID: request.dryRun ? nil : fire.fireID, outcome: nil)], maxParallel: request.maxParallel)
  }

  func pause(_ request: PauseRequest) async throws(ControlProblem) -> [ScheduleItem] {
    if let problem = request.selection.problem { throw ControlProblem(.badRequest, problem) }
    var item = nightly
    item.pause = PauseItem(since: "2026-11-21T02:00:00Z", until: request.until, reason: request.reason ?? "")
    return [item]
  }

  func resume(_ request: ResumeRequest) async throws(ControlProblem) -> [ScheduleItem] {
    if let problem = request.selection.problem { throw ControlProblem(.badRequest, problem) }
    return request.replay ? [nightly, odd] : [nightly]
  }

  func cancel(_ fireID: String, force: Bool) async throws(ControlProblem) -> RunItem {
    var run = try await run(fireID)
    run.outcome = force ? "cancelled" : "started"
    return run
  }

  func log(_ fireID: String, attempt: Int?, from offset: Int, wait seconds: Int) async throws(ControlProblem) -> RunLogMessage {
    _ = try await run(fireID)
    let which = attempt.map { " of attempt \($0)" } ?? ""
    return RunLogMessage(text: "line \(offset)\(which)\n", nextOffset: offset + 7, isLast: seconds == 0, hasGap: false)
  }

  func deadLetters(limit: Int) async throws(ControlProblem) -> [RunItem] { Array(repeating: fire, count: limit) }

  func replayDeadLetters(_ request: DeadLetterRequest) async throws(ControlProblem) -> DeadLetterMessage {
    DeadLetterMessage(settled: request.fires, fires: request.fires.map { _ in fire })
  }

  func dropDeadLetters(_ request: DeadLetterRequest) async throws(ControlProblem) -> DeadLetterMessage {
    DeadLetterMessage(settled: request.all ? ["all"] : request.fires)
  }

  func audit(from: String?, to: String?) async throws(ControlProblem) -> AuditMessage {
    AuditMessage(from: from ?? "2026-11-01T00:00:00Z", to: to ?? "2026-11-21T02:00:00Z", horizon: nil, instants: 20, faults: [])
  }

  func events(_ query: EventQuery) async throws(ControlProblem) -> EventSubscription {
    if let name = query.schedule { _ = try await schedule(name) }
    if let feed { return feed.subscription() }
    let first = EventMessage(id: (query.after ?? 6) + 1, .run(fire))
    let (line, continuation) = AsyncStream.makeStream(of: EventMessage.self)
    let last = EventMessage(.end(EventEnd(reason: query.follows ? .shutdown : .complete)))
    for event in [first, EventMessage(.heartbeat), EventMessage(id: 9, .schedule(odd)), last] { continuation.yield(event) }
    continuation.finish()
    return EventSubscription(next: { await line.first { _ in true } }, cancel: {})
  }

  func callBack(_ token: String, _ message: CallbackMessage) async throws(ControlProblem) {
    guard token == "right" else { throw ControlProblem(.notFound, "there is no such callback") }
    triggeredNames.withLock { $0.append("\(message.status) \(message.reason ?? "-")") }
  }

  func isCallback(_ token: String) -> Bool { token == "right" }

  func backUp(_ request: BackupRequest) async throws(ControlProblem) -> BackupMessage { BackupMessage(path: request.path) }

  func verify() async throws(ControlProblem) -> VerifyMessage {
    VerifyMessage(path: "/nowhere/carillon.db", damage: [], audit: try await audit(from: nil, to: nil))
  }

  func sync() async throws(ControlProblem) -> SyncMessage {
    await beforeSync()
    return SyncMessage(
      server: "https://zen.example", lastSuccess: "2026-11-21T02:00:00Z", lastAttempt: "2026-11-21T02:00:00Z", error: nil,
      schedules: 2)
  }

  func status() async throws(ControlProblem) -> StatusMessage {
    StatusMessage(
      version: CarillonVersion.current, instance: "i", processID: 1, startedAt: "2026-11-21T01:00:00Z",
      now: "2026-11-21T02:00:00Z", schedules: ["armed": 2], nextDue: nil, nextSchedule: nil, firesUnderWay: 0,
      reportsWaiting: 0, sync: nil, problems: [])
  }
}

extension ScheduleItem {
  static func example(id: String, name: String) -> ScheduleItem {
    ScheduleItem(
      id: id, name: name, source: "file", cronExpression: "0 2 * * *", intervalSeconds: nil, runOnceStartTime: nil,
      timeZone: "UTC", startTime: nil, endTime: nil, active: true, state: "armed", reason: nil, warnings: [],
      trigger: "command", binding: nil, misfire: "last", overlap: "skip", nextDue: "2026-11-21T02:00:00Z",
      lastOutcome: nil, pipelineID: nil, revision: 1)
  }
}

extension RunItem {
  static func example(fireID: String) -> RunItem {
    RunItem(
      fireID: fireID, kind: "manual", scheduleID: "11111111-1111-5111-8111-111111111111", schedule: "nightly",
      due: "2026-11-21T02:00:00Z", dueLast: "2026-11-21T02:00:00Z", count: 1, outcome: "claimed", reason: nil,
      claimedAt: "2026-11-21T02:00:00Z", startedAt: nil, finishedAt: nil, latenessMilliseconds: nil, attempt: 1,
      runID: nil, runName: nil, runStatus: nil)
  }
}
