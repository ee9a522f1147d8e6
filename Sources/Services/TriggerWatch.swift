import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import ServiceLifecycle
import Synchronization

/// Asks the other side, before a fire needs it, whether it would take what the schedules say: a parameter that was renamed is
/// seen in the day, not in the night.
package final class TriggerWatch: Service {
  /// What is wrong with a trigger; nil when the other side cannot tell now, or never can.
  package typealias Check = @Sendable (Trigger) async -> [String]?

  private struct Answer: Sendable {
    var problems: [String]
    var askAgainAt: Instant
  }

  private let engine: SchedulerEngine
  private let clock: any WallClock
  private let log: Logger
  /// Those about which somebody can be asked.
  private let kinds: Set<Trigger.Kind>
  private let check: Check
  private let answers = Mutex<[Trigger: Answer]>([:])

  package init(engine: SchedulerEngine, clock: any WallClock, log: Logger, kinds: Set<Trigger.Kind>, check: @escaping Check) {
    self.engine = engine
    self.clock = clock
    self.log = log
    self.kinds = kinds
    self.check = check
  }

  /// How soon a new or changed schedule is looked at.
  private static let interval: Duration = .seconds(30)
  /// Somebody may change the pipeline, and tell nobody.
  private static let lifetime: Duration = .seconds(3600)
  /// One that could not be asked.
  private static let retry: Duration = .seconds(300)
  /// Of requests, so that ten thousand schedules do not keep a server from its work.
  private static let perRound = 200

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await self.look()
        await Doorbell().wait(until: self.clock.now().advanced(by: Self.interval), by: self.clock)
      }
    }
  }

  /// Asks about each trigger that has not been asked about lately.
  package func look() async {
    let triggers = await engine.triggers(of: kinds)
    let now = clock.now()
    let due = answers.withLock { answers in
      answers = answers.filter { triggers.contains($0.key) }
      return triggers.filter { answers[$0].map { $0.askAgainAt <= now } ?? true }
    }
    for trigger in due.prefix(Self.perRound) where !Task.isCancelled { await ask(trigger) }
  }

  /// What fires of this schedule would be refused for; empty when nothing is known to be wrong.
  package func problems(of status: ScheduleStatus) -> [String] {
    guard let trigger = status.trigger, kinds.contains(trigger.kind) else { return [] }
    return answers.withLock { $0[trigger]?.problems ?? [] }
  }

  /// Those of the schedules whose fires would be refused, and for what.
  /// - Complexity: nothing is looked up while nothing is known to be wrong.
  package func problems(among statuses: [ScheduleStatus]) -> [(status: ScheduleStatus, problems: [String])] {
    let wrong = answers.withLock { $0.compactMapValues { $0.problems.isEmpty ? nil : $0.problems } }
    if wrong.isEmpty { return [] }
    return statuses.compactMap { status in
      guard let trigger = status.trigger, kinds.contains(trigger.kind), let problems = wrong[trigger] else { return nil }
      return (status, problems)
    }
  }

  private func ask(_ trigger: Trigger) async {
    let problems = await check(trigger)
    let now = clock.now()
    let isNews = answers.withLock { answers in
      let before = answers[trigger]?.problems ?? []
      // What was wrong stays so until somebody says otherwise.
      answers[trigger] = Answer(problems: problems ?? before, askAgainAt: now.advanced(by: problems == nil ? Self.retry : Self.lifetime))
      return problems.map { !$0.isEmpty && $0 != before } ?? false
    }
    guard isNews, let problems else { return }
    log.warning(
      "a trigger would be refused", metadata: ["kind": "\(trigger.kind.rawValue)", "problem": "\(problems.joined(separator: "; "))"])
  }
}

extension ScheduleStatus {
  /// Of a schedule that fires.
  fileprivate var trigger: Trigger? { state == .armed || state == .paused ? schedule.definition.trigger?.action : nil }
}
