import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import ServiceLifecycle

/// Keeps the engine's schedules equal to those of the server and of the files.
package actor ScheduleSync: Service {
  package struct Intervals: Sendable {
    /// Between two polls.
    package var poll: Duration
    /// Between two reads of everything.
    package var sweep: Duration

    package init(poll: Duration, sweep: Duration) {
      self.poll = poll
      self.sweep = sweep
    }
  }

  package struct State: Sendable {
    package var lastSuccess: Instant?
    package var lastAttempt: Instant?
    /// Why the last attempt failed; nil when it did not.
    package var error: String?
    package var schedules: Int
    /// True once a read of this life has come to its end, well or not: the last success may be an earlier life's.
    package var hasRead: Bool
  }

  private let engine: SchedulerEngine
  private let store: any Store
  private let source: (any ScheduleSource)?
  /// What the source reads.
  private let origin: SourceOrigin?
  private let readFiles: @Sendable () async -> FileListing
  private let readLocal: @Sendable () async -> LocalListing
  private let clock: any WallClock
  private let zoneNamed: @Sendable (String) -> ZoneRules?
  private let intervals: Intervals
  private let log: Logger
  private let doorbell = Doorbell()

  private var catalog: ScheduleCatalog
  /// What the catalog's schedules were read from; nil: it is not known.
  private var knownOrigin: SourceOrigin?
  private var emptiedServer = EmptiedServer()
  /// What the catalog says of it; nil: it has changed since.
  private var knownIdleBindings: [FileBinding]?
  /// What the cache holds.
  private var cached: [Identifier: ServerSchedule]
  private var lastSweep: Instant?
  private var lastAttempt: Instant?
  private var lastError: SourceError?
  private var failures = 0
  private var hasRead = false
  private var sweepIsWanted = false
  /// The last of the changes that are being told to the engine, each after the one before.
  private var lastTelling: Task<Void, Never>?
  private var waiting: [CheckedContinuation<State, Never>] = []
  /// Nobody would answer any more.
  private var hasEnded = false

  package init(
    engine: SchedulerEngine, store: any Store, source: (any ScheduleSource)?, origin: SourceOrigin? = nil, catalog: ScheduleCatalog,
    readFiles: @escaping @Sendable () async -> FileListing,
    readLocal: @escaping @Sendable () async -> LocalListing = { LocalListing() }, clock: any WallClock,
    zoneNamed: @escaping @Sendable (String) -> ZoneRules?, intervals: Intervals, log: Logger
  ) {
    self.engine = engine
    self.store = store
    self.source = source
    self.origin = origin
    self.catalog = catalog
    knownOrigin = catalog.cachedOrigin
    cached = catalog.server
    self.readFiles = readFiles
    self.readLocal = readLocal
    self.clock = clock
    self.zoneNamed = zoneNamed
    self.intervals = intervals
    self.log = log
  }

  /// Gives the engine what the cache and the files hold. Comes before the engine is opened.
  /// - Parameter listing: the files, when they have been read already.
  package func prepare(_ listing: FileListing? = nil) async {
    let listing = if let listing { listing } else { await readFiles() }
    await take(listing, resolvingOnlyNew: true)
  }

  /// Reads the schedule files again. A broken one keeps its last good version.
  package func reloadFiles() async {
    let listing = await readFiles()
    await take(listing, resolvingOnlyNew: catalog.files.isRemembered)
  }

  /// The rules of zones have been replaced: everything is resolved anew, behind what is being told with the former ones.
  package func zonesReplaced() async { await inTurn { await self.engine.zonesReplaced() } }

  /// - Parameter resolvingOnlyNew: most of what the engine is told is as it has it.
  private func take(_ listing: FileListing, resolvingOnlyNew: Bool) async {
    FaultPoint.reach(.duringReload)
    for problem in listing.problems { log.error("a schedule file is not used as it stands", metadata: ["problem": "\(problem)"]) }
    if listing.isRemembered { log.info("the schedule files are as the ledger has them: they are read once all is armed") }
    // After the files: a definition may name a calendar that they have just changed.
    let local = await readLocal()
    knownIdleBindings = nil
    let changes = catalog.replaceFiles(listing, local: local, now: clock.now())
    for problem in catalog.emptiedFolders { log.error("a folder of schedule files is empty", metadata: ["problem": "\(problem)"]) }
    await apply(changes, of: .files, resolvingOnlyNew: resolvingOnlyNew)
  }

  /// Takes over what was made, changed or deleted over the control API; returns when the engine knows.
  package func reloadLocal() async {
    let local = await readLocal()
    await apply(catalog.replaceLocal(local, now: clock.now()), of: .local)
  }

  package var fileProblems: [String] { catalog.files.problems + catalog.emptiedFolders }

  /// That the server, which answers, lists nothing any more; nil when it does, or when nothing was lost.
  package var serverProblem: String? { emptiedServer.problem }

  /// The files as the engine knows them.
  package var settledFiles: FileListing {
    get async {
      await lastTelling?.value
      return catalog.files
    }
  }

  /// Bindings of files that are for no schedule of the server. They are looked for once for each change: patterns look at every schedule.
  package var idleBindings: [FileBinding] {
    if let knownIdleBindings { return knownIdleBindings }
    let found = catalog.idleBindings
    knownIdleBindings = found
    return found
  }

  package var state: State {
    State(
      lastSuccess: catalog.lastSync, lastAttempt: lastAttempt, error: lastError?.description,
      schedules: catalog.server.count, hasRead: hasRead)
  }

  /// Reads files and server now, and returns how that went.
  package func syncNow() async -> State {
    await reloadFiles()
    guard source != nil, !hasEnded else { return state }
    sweepIsWanted = true
    doorbell.ring()
    return await withCheckedContinuation { waiting.append($0) }
  }

  // MARK: The loop

  /// After this long the start no longer waits for the server before it catches up.
  private static let catchUpPatience: Duration = .seconds(30)

  package func run() async throws {
    guard let source else {
      await engine.handle(.catchUpReleased)
      FaultPoint.reach(.duringCatchUp)
      try? await gracefulShutdown()
      return
    }
    let patience = Task {
      await Doorbell().wait(until: clock.now().advanced(by: Self.catchUpPatience), by: clock)
      guard !Task.isCancelled else { return }
      await engine.handle(.catchUpReleased)
    }
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await self.attempt(source)
        // Nothing was learned of what was paused or deleted meanwhile: the next life makes up for what was missed.
        guard !Task.isCancelled else { break }
        await self.engine.handle(.catchUpReleased)
        FaultPoint.reach(.duringCatchUp)
        await self.doorbell.wait(until: self.nextAttempt, by: self.clock)
      }
    }
    patience.cancel()
    hasEnded = true
    answerWaiting()
  }

  private func answerWaiting() {
    let answered = waiting
    waiting = []
    for continuation in answered { continuation.resume(returning: state) }
  }

  private var nextAttempt: Instant? {
    lastAttempt.map { $0.advanced(by: failures == 0 ? intervals.poll : failureDelay) }
  }

  private var failureDelay: Duration {
    let base = max(RetryRule.delay(afterFailure: failures), intervals.poll)
    // Several daemons that lost the same server come back at different times.
    let jittered = base * Double.random(in: 0.8...1.2)
    return max(min(jittered, RetryRule.longestDelay), lastError?.retryAfter ?? .zero)
  }

  private func attempt(_ source: any ScheduleSource) async {
    let started = clock.now()
    let isSweep = sweepIsWanted || lastSweep.map { $0.duration(to: started) >= intervals.sweep } ?? true
    sweepIsWanted = false
    lastAttempt = started
    // Who asks from here on is answered by the next read: this one may miss what they know.
    let answered = waiting
    waiting = []
    do throws(SourceError) {
      let listing = try await read(source, sweep: isSweep)
      if believes(listing, readAt: started) { await succeeded(listing, readAt: started) }
    } catch {
      failed(error)
    }
    hasRead = true
    let state = state
    answered.forEach { $0.resume(returning: state) }
  }

  private func read(_ source: any ScheduleSource, sweep: Bool) async throws(SourceError) -> SourceListing {
    guard lastSweep != nil else { return try await source.readAll(known: catalog.server) }
    return try await source.readChanges(known: catalog.server, sweep: sweep)
  }

  /// Also notes that the server has answered. What is not believed changes nothing: neither what is known, nor when it was last read.
  private func believes(_ listing: SourceListing, readAt started: Instant) -> Bool {
    if failures > 0 { log.notice("the server answers again") }
    (failures, lastError) = (0, nil)
    let (known, wasDoubted) = (catalog.server.count, emptiedServer.isDoubted)
    let isBelieved = emptiedServer.believes(listed: listing.schedules.count, known: known, readAt: started, isAnother: formerOrigin != nil)
    guard let problem = emptiedServer.problem else { return isBelieved }
    if !isBelieved, !wasDoubted {
      log.warning("the server lists no schedule any more; fires go on from the cache", metadata: ["problem": "\(problem)"])
    } else if isBelieved, wasDoubted {
      log.error("the server lists no schedule any more; all of its schedules end", metadata: ["problem": "\(problem)"])
    }
    return isBelieved
  }

  /// What the catalog's schedules were read from, when that is not what is read now.
  private var formerOrigin: SourceOrigin? { origin == nil || knownOrigin == origin ? nil : knownOrigin }

  private func noteOrigin(of listing: SourceListing) {
    if let formerOrigin, let origin {
      log.notice(
        "another server is read than before: its schedules take the place of the former one's",
        metadata: [
          "former": "\(formerOrigin)", "server": "\(origin)", "known": "\(catalog.server.count)", "listed": "\(listing.schedules.count)",
        ])
    }
    knownOrigin = origin
  }

  private func succeeded(_ listing: SourceListing, readAt started: Instant) async {
    noteOrigin(of: listing)
    if listing.isComplete { lastSweep = started }
    let count = catalog.server.count
    let changes = catalog.replaceServer(listing.schedules, readAt: started, now: clock.now())
    if !changes.changed.isEmpty || catalog.server.count != count { knownIdleBindings = nil }
    await apply(changes, of: .server)
    FaultPoint.reach(.duringSync)
    await save(readAt: started)
  }

  private func failed(_ error: SourceError) {
    failures += 1
    emptiedServer.readFailed()
    if lastError?.description != error.description {
      log.warning("the server cannot be read; fires go on from the cache", metadata: ["error": "\(error)"])
    }
    lastError = error
  }

  /// What could not be written is written with the next read.
  private func save(readAt started: Instant) async {
    let server = catalog.server
    let changes = SourceCacheChanges(
      upserts: server.values.filter { cached[$0.record.id] != $0 }, removals: cached.keys.filter { server[$0] == nil }, lastSync: started,
      origin: origin)
    do {
      try await store.saveSourceCache(changes)
      cached = server
    } catch {
      log.error("the cache of schedules cannot be written", metadata: ["error": "\(error)"])
    }
  }

  /// What has been read when the engine is told of changes, as the log says it.
  private enum Reading: String {
    case server = "schedules read"
    /// All schedules are told again, those of the server too: bindings of files may have changed.
    case files = "schedule files read"
    case local = "local schedules read"
  }

  private func apply(_ changes: ScheduleCatalog.Changes, of reading: Reading, resolvingOnlyNew: Bool = false) async {
    await inTurn { await self.tell(changes, of: reading, resolvingOnlyNew: resolvingOnlyNew) }
  }

  /// The engine hears of changes in the order in which the catalog took them, and of new rules between two of them.
  private func inTurn(_ tell: @escaping @Sendable () async -> Void) async {
    let earlier = lastTelling
    let telling = Task {
      await earlier?.value
      await tell()
    }
    lastTelling = telling
    await telling.value
  }

  private func tell(_ changes: ScheduleCatalog.Changes, of reading: Reading, resolvingOnlyNew: Bool) async {
    if !changes.changed.isEmpty || !changes.removed.isEmpty {
      log.info("\(reading.rawValue)", metadata: ["told": "\(changes.changed.count)", "removed": "\(changes.removed.count)"])
    }
    if !changes.removed.isEmpty { await engine.handle(.schedulesRemoved(changes.removed)) }
    let known = resolvingOnlyNew ? await engine.schedules : [:]
    let schedules = Schedule.allOnCores(changes.changed.map(\.definition), zoneNamed: zoneNamed, knowing: known)
    let changed = zip(schedules, changes.changed).map { ScheduleChange($0, owedFrom: $1.owedFrom) }
    await engine.handle(.schedulesChanged(changed))
  }
}
