import CivilTime
import Scheduling
import Seams
import ZenML

/// The schedules of one project of a ZenML server, with all that decides whether and how they are fired.
///
/// Three ways of reading, each as cheap as it can be:
/// - **The first listing** (`readAll`) is hydrated: two pages for 1 000 schedules, one request for each hundred
///   pipelines and for each orchestrator.
/// - **A sweep** (`readChanges(…, sweep: true)`) lists all without hydration and re-reads hydrated what is new or changed,
///   and a rotating share of the rest: run metadata (bindings, reports of others) changes without touching `updated`.
/// - **A poll** asks for what changed since the newest `updated` known, and for the number of schedules; where that number
///   is not explained, something was archived or deleted, and it sweeps at once.
///
/// Times of the server are compared with times of the server only, so a clock that differs from this machine's does no harm.
package actor ZenMLScheduleSource: ScheduleSource {
  let client: ZenMLClient
  /// This installation, to tell our own reports from those of another Carillon.
  let instance: Identifier
  let clock: any WallClock
  private let notice: @Sendable (String) -> Void

  private(set) var hasReadWhole = false
  /// Rows that the server counts and that are left out here: unreadable, or of another project.
  private var setAsideCount = 0
  /// Notices of the last listing, so that each is given once.
  private var lastNotices: Set<String> = []
  /// Where the next sweep's share of re-read schedules begins.
  var refreshStart: Identifier?
  var pipelineNames: [Identifier: String] = [:]
  var orchestrators: [Identifier: ServerSchedule.Orchestrator] = [:]
  var health: DeploymentHealth

  /// - Parameters:
  ///   - instance: this installation's id.
  ///   - notice: told in one sentence about rows that could not be read; each sentence once while it stays true.
  package init(
    client: ZenMLClient, instance: Identifier, clock: any WallClock,
    notice: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.client = client
    self.instance = instance
    self.clock = clock
    self.notice = notice
    health = DeploymentHealth(transport: client.transport)
  }

  package func readAll(known: [Identifier: ServerSchedule]) async throws(SourceError) -> SourceListing {
    try await asSourceError { () async throws(ZenMLError) in try await self.readHydrated(known: known) }
  }

  package func readChanges(
    known: [Identifier: ServerSchedule], sweep: Bool
  ) async throws(SourceError) -> SourceListing {
    guard hasReadWhole else { return try await readAll(known: known) }
    return try await asSourceError { () async throws(ZenMLError) in
      if sweep { return try await self.sweep(known: known, refreshing: Self.refreshesPerSweep) }
      return try await self.poll(known: known)
    }
  }

  package func deliver(_ report: Report) async throws(SourceError) {
    try await asSourceError { () async throws(ZenMLError) in try await self.write(report) }
  }

  /// Remembers what a complete listing has left out.
  func noteComplete(_ listing: CompleteListing) {
    hasReadWhole = true
    setAsideCount = listing.setAsideCount
    let notices = Set(listing.unreadable.map { "a schedule of the server is left out: \($0)" })
    for new in notices.subtracting(lastNotices).sorted() { notice(new) }
    lastNotices = notices
  }

  /// Whether `total`, as the server counts, is what these schedules and the rows left out come to.
  func explains(_ total: Int, known: Int) -> Bool { total == known + setAsideCount }

  private func asSourceError<Value: Sendable>(
    _ work: () async throws(ZenMLError) -> Value
  ) async throws(SourceError) -> Value {
    do {
      return try await work()
    } catch {
      throw SourceError(error)
    }
  }
}
