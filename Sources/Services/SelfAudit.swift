import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import ServiceLifecycle

/// Looks once a minute whether the daemon does what it promises: every schedule armed, nothing overdue or stuck, and a
/// row for every instant that has just been due. `carillon audit` is the same over any stretch of time.
package actor SelfAudit: Service {
  package struct Finding: Hashable, Sendable {
    package let subject: String
    package let sentence: String
  }

  /// What the last look found; empty when all is well, and before the first look.
  package private(set) var findings: [Finding] = []
  package private(set) var lastLook: Instant?
  /// Rung after each look.
  private var lookBells: [Doorbell] = []

  private let engine: SchedulerEngine
  private let store: any Store
  private let clock: any WallClock
  private let log: Logger

  package init(engine: SchedulerEngine, store: any Store, clock: any WallClock, log: Logger) {
    self.engine = engine
    self.store = store
    self.clock = clock
    self.log = log
  }

  private static let interval: Duration = .seconds(60)
  /// Before the first look: what was due at the start is written by then. Nobody is told that all is well before it.
  private static let firstPause: Duration = .seconds(15)
  /// How far back each look goes: as far as the one before, and some more.
  private static let reach: Duration = .seconds(180)
  /// What is due now is being written just now; a disk that needs longer is reported by the engine.
  private static let settling: Duration = .seconds(10)

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      var pause = Self.firstPause
      while !Task.isCancelled {
        await Doorbell().wait(until: self.clock.now().advanced(by: pause), by: self.clock)
        await self.look()
        pause = Self.interval
      }
    }
  }

  package func look() async {
    let now = clock.now()
    var found = await look(at: now)
    if !found.isEmpty {
      // After a freeze or a step of the clock this look may come before the engine's turn: only what is so after that is told.
      await engine.settle(through: now)
      found = await look(at: now)
    }
    guard !Task.isCancelled else { return }
    tell(found)
    (findings, lastLook) = (found, now)
    lookBells.forEach { $0.ring() }
  }

  // MARK: Its age

  /// A look a minute: one that is older than this did not come to its end.
  private static let oldestLook: Duration = .seconds(180)
  /// After a suspend, or a step of the clock, the next look is on its way: it takes milliseconds.
  private static let patience: Duration = .seconds(3)

  /// How old the last look is, when that is too old; nil: it is not. Waits a moment for a look that is on its way.
  /// - Parameter start: counts as a look until there was one.
  package func ageWhenTooOld(start: Instant) async -> Duration? {
    let begun = clock.elapsed()
    let bell = Doorbell()
    lookBells.append(bell)
    defer { lookBells.removeAll { $0 === bell } }
    while case let age = (lastLook ?? start).duration(to: clock.now()), age > Self.oldestLook {
      let left = Self.patience - (clock.elapsed() - begun)
      guard left > .zero, !Task.isCancelled else { return age }
      await bell.wait(until: clock.now().advanced(by: left), by: clock)
    }
    return nil
  }

  private func look(at now: Instant) async -> [Finding] {
    let found = await engine.audit(at: now).map { Finding(subject: $0.schedule.description, sentence: $0.problem.sentence) }
    return await engine.writeProblem == nil ? found + (await gaps(now: now)) : found
  }

  private func gaps(now: Instant) async -> [Finding] {
    let range = now.advanced(by: .zero - Self.reach)..<now.advanced(by: .zero - Self.settling)
    let owed = await engine.owed(in: range)
    guard !owed.isEmpty else { return [] }
    let spans = SpanCollector()
    do throws(StoreError) {
      try await store.scheduledRows(in: range) { spans.add($0) }
    } catch {
      return [Finding(subject: "store", sentence: "the ledger cannot be read: \(error)")]
    }
    var audit = LedgerAudit()
    for instants in owed { audit.check(instants, against: spans.of(instants.schedule)) }
    return audit.faults.map(Finding.init)
  }

  /// Each cause once, when it comes and when it goes.
  private func tell(_ found: [Finding]) {
    let (before, after) = (Set(findings), Set(found))
    for finding in found where !before.contains(finding) {
      log.error("the daemon does not keep its promise", metadata: ["subject": "\(finding.subject)", "problem": "\(finding.sentence)"])
    }
    if !before.isEmpty, after.isEmpty { log.notice("all is well again") }
  }
}

extension SelfAudit.Finding {
  fileprivate init(_ fault: LedgerAudit.Fault) {
    let what =
      switch fault.kind {
      case .missing: "have no row in the ledger"
      case .coveredTwice: "have more than one row in the ledger"
      case .countDiffers: "are counted wrongly in the ledger"
      }
    let span = fault.count == 1 ? fault.first.iso8601 : "\(fault.first.iso8601) to \(fault.last.iso8601)"
    self.init(subject: fault.name, sentence: "\(fault.count) due instants (\(span)) \(what)")
  }
}
