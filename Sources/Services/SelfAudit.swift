import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import ServiceLifecycle

/// Looks once a minute whether the daemon does what it promises: every schedule of the ledger armed, nothing overdue or stuck, no
/// call to a target that does not come back, and a row for every instant that has been due since the last look. `carillon audit` is the
/// last of these over any stretch of time.
package actor SelfAudit: Service {
  package struct Finding: Hashable, Sendable {
    /// The schedule and the kind, and of a fault of the ledger whether it is an earlier life's. As long as there is one of
    /// the same cause it is the same fault, whatever the sentence says.
    fileprivate let cause: String
    package let subject: String
    package let sentence: String
    /// Whether the daemon that has found it is to be started anew: of what was due before it began the rows are the work of an earlier
    /// life, and the next one would find the same.
    package fileprivate(set) var callsForRestart = true
  }

  /// What the last look found; empty when all is well, and before the first look.
  package private(set) var findings: [Finding] = []
  package private(set) var lastLook: Instant?
  /// Rung after each look.
  private var lookBells: [Doorbell] = []

  private var ledger: IncrementalAudit
  private var answers = AnswerWatch()

  private let engine: SchedulerEngine
  private let store: any Store
  private let clock: any WallClock
  private let log: Logger

  /// - Parameter startedAt: when this life of the daemon began.
  package init(
    engine: SchedulerEngine, store: any Store, clock: any WallClock, startedAt: Instant = .distantPast, log: Logger
  ) {
    ledger = IncrementalAudit(engine: engine, store: store, startedAt: startedAt)
    self.engine = engine
    self.store = store
    self.clock = clock
    self.log = log
  }

  private static let interval: Duration = .seconds(60)
  /// Before the first look: what was due at the start is written by then. Nobody is told that all is well before it.
  private static let firstPause: Duration = .seconds(15)

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
    var sight = await look(at: now)
    let known = Set(findings.map(\.cause))
    if sight.found.contains(where: { !known.contains($0.cause) }) {
      // After a freeze or a step of the clock this look may come before the engine's turn: only what is so after that is told.
      await engine.settle(through: now)
      sight = await look(at: now)
    }
    guard !Task.isCancelled else { return }
    tell(sight.found)
    (findings, ledger, answers, lastLook) = (sight.found, sight.ledger, sight.answers, now)
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

  /// What a look has seen.
  private struct Sight {
    var found: [Finding]
    var ledger: IncrementalAudit
    var answers: AnswerWatch
  }

  /// Keeps nothing of what it sees: it may be repeated.
  private func look(at now: Instant) async -> Sight {
    var found = await engine.audit(at: now).map(Finding.init)
    var (ledger, answers) = (self.ledger, self.answers)
    answers.goOn(await engine.awaitedAnswers, elapsed: clock.elapsed())
    found += answers.overdue.map { Finding($0.finding) }
    do throws(StoreError) {
      let stored = try await store.schedulesInForce()
      found += await engine.unplanned(among: stored).map(Finding.init)
      // What cannot be written is told as that. What was found before stays.
      if await engine.writeProblem == nil { try await ledger.goOn(to: now) }
    } catch {
      found.append(Finding(cause: "store", subject: "store", sentence: "the ledger cannot be read: \(error)"))
    }
    return Sight(found: found + ledger.faults.map { Finding($0, startedAt: ledger.startedAt) }, ledger: ledger, answers: answers)
  }

  /// Each cause once, when it comes, and when all are gone.
  private func tell(_ found: [Finding]) {
    var known = Set(findings.map(\.cause))
    for finding in found where known.insert(finding.cause).inserted {
      log.error("the daemon does not keep its promise", metadata: ["subject": "\(finding.subject)", "problem": "\(finding.sentence)"])
    }
    if !findings.isEmpty, found.isEmpty { log.notice("all is well again") }
  }
}

extension SelfAudit.Finding {
  fileprivate init(_ finding: AuditFinding) {
    self.init(
      cause: "\(finding.schedule) \(finding.problem.code)", subject: finding.schedule.description, sentence: finding.problem.sentence)
  }

  fileprivate init(_ fault: LedgerAudit.Fault, startedAt: Instant) {
    let isOfEarlierLife = fault.isOfLifeBefore(startedAt)
    let what =
      switch fault.kind {
      case .missing: "have no row in the ledger"
      case .coveredTwice: "have more than one row in the ledger"
      case .countDiffers: "are counted wrongly in the ledger"
      }
    let span = fault.count == 1 ? fault.first.iso8601 : "\(fault.first.iso8601) to \(fault.last.iso8601)"
    self.init(
      cause: "\(fault.schedule) \(fault.kind.rawValue)\(isOfEarlierLife ? " of an earlier life" : "")", subject: fault.name,
      sentence: "\(fault.count) due instants (\(span)) \(what)", callsForRestart: !isOfEarlierLife)
  }
}
