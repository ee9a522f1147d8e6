import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import ServiceLifecycle
import Synchronization

/// Tells dead men's switches of the starts and ends of runs, for the schedules whose files name one: of all that become durable after
/// `begin`, whenever it runs.
package actor Pinger: Service {
  private let engine: SchedulerEngine
  private let targets: [Trigger.Kind: any TriggerTarget]
  private let sender: PingSender
  private let log: Logger
  private let heard = HeardRows()
  private let clock: any WallClock
  /// Rung when nothing waits any more for one of the switches.
  private let told = Doorbell()

  /// Attempts whose start was told, of fires that have not ended.
  private var started: [Identifier: Int] = [:]
  /// What waits for each URL, in order; the first one is being sent.
  private var waiting: [String: [Entry]] = [:]

  private struct Entry {
    var ping: Ping
    /// Of an end: what it has written goes along.
    var fire: Fire?
  }

  /// - Parameter transport: one that keeps to the egress rules: files name the URLs.
  package init(
    engine: SchedulerEngine, targets: [Trigger.Kind: any TriggerTarget], transport: any HTTPTransport, clock: any WallClock, log: Logger
  ) {
    (self.engine, self.targets, self.clock, self.log) = (engine, targets, clock, log)
    sender = PingSender(transport: transport, clock: clock)
  }

  /// Of one switch; a schedule that fires faster than its switch answers loses the oldest.
  private static let waitingLimit = 100
  private static let gathering: Duration = .milliseconds(100)
  /// What waits at a stop is given so long: the next life does not know of it.
  private static let patience: Duration = .seconds(2)

  /// Takes note of what becomes durable from now on. To be called before the engine is opened; what runs by then was told of its start.
  package func begin() async {
    for row in await engine.activeRows where row.outcome == .started { started[row.id] = row.attempt }
    await engine.observe { [heard] news in heard.take(news.rows) }
    await engine.observeRequests { [heard] row in heard.take(request: row) }
  }

  /// To be stopped behind the engine, of whose last words it tells too.
  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await self.hearOut()
        await self.heard.doorbell.wait(until: nil, by: self.clock)
        await Doorbell().wait(until: self.clock.now().advanced(by: Self.gathering), by: self.clock)
      }
    }
    await leave()
  }

  /// Returns when all that was heard of is told, or when a stop cannot wait any longer.
  func leave() async {
    await hearOut()
    let begun = clock.elapsed()
    while !waiting.isEmpty, !Task.isCancelled {
      let left = Self.patience - (clock.elapsed() - begun)
      guard left > .zero else { break }
      await told.wait(until: clock.now().advanced(by: left), by: clock)
    }
    guard !waiting.isEmpty else { return }
    log.warning("dead men's switches could not be told before the end", metadata: ["switches": "\(waiting.count)"])
  }

  private func hearOut() async {
    let rows = heard.takeAll()
    guard !rows.isEmpty else { return }
    let alerts = await engine.alerts(of: Set(rows.map(\.scheduleID)))
    for row in rows {
      guard isNews(row), let url = alerts[row.scheduleID]?.ping, let ping = Ping(row, url: url) else { continue }
      put(ping, row)
    }
  }

  /// A start is told once for each attempt.
  private func isNews(_ row: LedgerRow) -> Bool {
    if row.outcome.isFinal {
      started[row.id] = nil
      return true
    }
    defer { started[row.id] = row.attempt }
    return started[row.id] != row.attempt
  }

  private func put(_ ping: Ping, _ row: LedgerRow) {
    let (url, schedule) = (ping.url, row.scheduleName)
    var line = waiting[url] ?? []
    let isIdle = line.isEmpty
    line.append(Entry(ping: ping, fire: row.outcome.isFinal ? Fire(row) : nil))
    if line.count > Self.waitingLimit { line.remove(at: 1) }
    waiting[url] = line
    if isIdle { Task { await sendAll(of: url, schedule) } }
  }

  private func sendAll(of url: String, _ schedule: String) async {
    while let entry = waiting[url]?.first {
      if let problem = await sender.send(await withOutput(entry)) {
        log.warning("a dead man's switch could not be told", metadata: ["schedule": "\(schedule)", "problem": "\(problem)"])
      }
      waiting[url]?.removeFirst()
      if waiting[url]?.isEmpty ?? true { waiting[url] = nil }
    }
    told.ring()
  }

  /// What the run has written last goes with its end.
  private func withOutput(_ entry: Entry) async -> Ping {
    var ping = entry.ping
    guard let fire = entry.fire, let output = await RunOutput.tail(of: fire, targets: targets), !output.isEmpty else { return ping }
    ping.body += (ping.body.isEmpty ? "" : "\n\n") + output
    return ping
  }
}

/// Where the engine leaves its news; it waits for nobody.
private final class HeardRows: Sendable {
  /// More than a busy daemon writes between two looks; of more the oldest are not told.
  private static let limit = 10_000

  /// Rung when something was left.
  let doorbell = Doorbell()
  private let rows = Mutex<[LedgerRow]>([])

  func take(_ news: [LedgerRow]) {
    let own = news.filter(\.isForSwitches)
    guard !own.isEmpty else { return }
    rows.withLock { rows in
      rows += own
      rows.removeFirst(max(0, rows.count - Self.limit))
    }
    doorbell.ring()
  }

  /// A request that is the run begins when it is sent.
  func take(request row: LedgerRow) {
    var row = row
    row.outcome = .started
    take([row])
  }

  /// In the order in which they became durable, or were sent.
  func takeAll() -> [LedgerRow] {
    rows.withLock { rows in
      defer { rows = [] }
      return rows
    }
  }
}

extension LedgerRow {
  /// Of a fire, not of a range of instants.
  fileprivate var isForSwitches: Bool { runName != nil && kind != .backfill && (outcome == .started || outcome.isFinal) }
}
