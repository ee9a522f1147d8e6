import ControlMessages

/// What the daemon does for those who ask over the control API; the API itself only translates.
///
/// What callers may rely on:
/// - Every failure is a `ControlProblem`, whose message says what was asked, why not and what to do.
/// - A name that no schedule has is `notFound`, one that several have is `ambiguous` with their ids as candidates; an id
///   is never ambiguous.
/// - Lists are complete up to their limit and in a stable order.
package protocol ControlOperations: ScheduleOperations, PipelineOperations, LedgerOperations, UpkeepOperations, EventOperations,
  CallbackOperations, LocalScheduleOperations, AuditLogOperations, AlertOperations
{}

/// What is scheduled, and what is to be done with it.
package protocol ScheduleOperations: Sendable {
  /// A page of the schedules, by name, then id, when no order is given. Fields: `ListFields.schedules`.
  func schedules(_ query: ListQuery) async throws(ControlProblem) -> Page<ScheduleItem>
  /// The same page in few words.
  func summaries(_ query: ListQuery) async throws(ControlProblem) -> Page<ScheduleSummary>
  func schedule(_ nameOrID: String) async throws(ControlProblem) -> ScheduleItem

  /// Claims a manual fire now and returns its row without waiting for the run; `conflict` when its state forbids it.
  func trigger(_ nameOrID: String) async throws(ControlProblem) -> RunItem

  /// The story of the instant (ISO 8601); nil: of the latest due one.
  func why(_ nameOrID: String, at instant: String?) async throws(ControlProblem) -> WhyMessage
  /// What is promised for the schedule.
  func guarantee(_ nameOrID: String) async throws(ControlProblem) -> GuaranteeMessage
  /// Those of its next so many due instants after `from` (ISO 8601; nil: now) that its calendars skip or put off, in order.
  func exclusions(of nameOrID: String, from: String?, count: Int) async throws(ControlProblem) -> [ExclusionItem]

  /// Begins to run past instants and returns at once with what it will run; with `dryRun` it only lists them.
  func backfill(_ nameOrID: String, _ request: BackfillRequest) async throws(ControlProblem) -> BackfillMessage

  /// The schedules as they are afterwards. Either all that are selected are paused, or none.
  func pause(_ request: PauseRequest) async throws(ControlProblem) -> [ScheduleItem]
  /// The schedules as they are afterwards. `conflict` when a named one is not paused by command, and then none is resumed; of `all`
  /// and of a tag those that are not are left out.
  func resume(_ request: ResumeRequest) async throws(ControlProblem) -> [ScheduleItem]
}

/// What the schedules start.
package protocol PipelineOperations: Sendable {
  /// A page of what the schedules start, by name, then id, when no order is given. Fields: `ListFields.pipelines`.
  func pipelines(_ query: ListQuery) async throws(ControlProblem) -> Page<PipelineItem>
  func pipeline(_ nameOrID: String) async throws(ControlProblem) -> PipelineItem
}

/// What became of due instants.
package protocol LedgerOperations: Sendable {
  /// A page of the ledger's rows, latest due first when no order is given. Fields: `ListFields.runs`.
  func runs(_ query: ListQuery) async throws(ControlProblem) -> Page<RunItem>
  func run(_ fireID: String) async throws(ControlProblem) -> RunItem

  /// What the fire's run has written from `offset` on; waits up to so many seconds for something new. `conflict` when such
  /// a run has no log here.
  /// - Parameter attempt: counts from 1; nil means the latest, whose number is in the answer: `offset` counts within one attempt.
  func log(_ fireID: String, attempt: Int?, from offset: Int, wait seconds: Int) async throws(ControlProblem) -> RunLogMessage

  /// Asks for the end of a fire that is under way, and returns its row as it is then; the end itself may come later.
  func cancel(_ fireID: String, force: Bool) async throws(ControlProblem) -> RunItem

  /// Failed, lost, rejected and timed out fires that nobody has dealt with, newest first.
  func deadLetters(limit: Int) async throws(ControlProblem) -> [RunItem]
  /// Runs them again as manual fires. Each that cannot be is among the refused.
  func replayDeadLetters(_ request: DeadLetterRequest) async throws(ControlProblem) -> DeadLetterMessage
  /// Marks them as dealt with.
  func dropDeadLetters(_ request: DeadLetterRequest) async throws(ControlProblem) -> DeadLetterMessage

  /// Recomputes the due instants between the two (ISO 8601) and compares them with the rows.
  /// - Parameters:
  ///   - from: nil: from where the ledger begins.
  ///   - to: nil: up to now.
  func audit(from: String?, to: String?) async throws(ControlProblem) -> AuditMessage
}

/// What happens, as it happens.
package protocol EventOperations: Sendable {
  /// From now on, or from an earlier event on, up to an `end`.
  func events(_ query: EventQuery) async throws(ControlProblem) -> EventSubscription
}

/// What services say that triggers with `callback: true` gave work to.
package protocol CallbackOperations: Sendable {
  /// - Parameter token: what the path of the callback's URL ends in. A wrong one is `notFound`, without a word more.
  func callBack(_ token: String, _ message: CallbackMessage) async throws(ControlProblem)
  /// Whether we have made that token, by the proof in it alone: nothing is read for it.
  func isCallback(_ token: String) -> Bool
}

/// The daemon as a whole.
package protocol UpkeepOperations: Sendable {
  /// Synchronises with the server at once and returns how it went; `conflict` without a server in the configuration.
  func sync() async throws(ControlProblem) -> SyncMessage
  func status() async throws(ControlProblem) -> StatusMessage

  /// Writes a consistent copy of the store to a new file, while everything goes on.
  func backUp(_ request: BackupRequest) async throws(ControlProblem) -> BackupMessage
  /// Whether the store's file is sound and its ledger complete.
  func verify() async throws(ControlProblem) -> VerifyMessage
}

/// What people are told.
package protocol AlertOperations: Sendable {
  func alerts() async throws(ControlProblem) -> AlertsMessage
  /// Sends a test alert and waits for what comes back; `notFound` for a sink that is not there, `conflict` when there is none.
  func testAlerts(_ request: AlertTestRequest) async throws(ControlProblem) -> AlertTestMessage
}

extension ScheduleOperations {
  /// All schedules, by name, then id.
  package func schedules() async throws(ControlProblem) -> [ScheduleItem] {
    try await all { query throws(ControlProblem) in try await schedules(query) }
  }

  /// All schedules in few words, by name, then id.
  package func summaries() async throws(ControlProblem) -> [ScheduleSummary] {
    try await all { query throws(ControlProblem) in try await summaries(query) }
  }

  private func all<Item>(
    _ read: (ListQuery) async throws(ControlProblem) -> Page<Item>
  ) async throws(ControlProblem) -> [Item] {
    var query = ListQuery(size: ListQuery.sizes.upperBound)
    var page = try await read(query)
    var items = page.items
    while query.page < page.totalPages {
      query.page += 1
      page = try await read(query)
      items += page.items
    }
    return items
  }
}

extension LedgerOperations {
  /// The newest `limit` rows of the ledger, newest first: of one schedule (name or id), or of all with nil.
  package func runs(schedule: String?, limit: Int) async throws(ControlProblem) -> [RunItem] {
    let filters = schedule.map { [FieldFilter("schedule", equals: $0)] } ?? []
    return try await runs(ListQuery(size: limit, filters: filters)).items
  }
}
