import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import ServiceLifecycle

/// Tells dead men's switches of the starts and ends of runs, for the schedules whose files name one.
package actor Pinger: Service {
  private let engine: SchedulerEngine
  private let targets: [Trigger.Kind: any TriggerTarget]
  private let sender: PingSender
  private let log: Logger
  private let doorbell = Doorbell()
  private let clock: any WallClock

  private var inbox: [LedgerRow] = []
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

  package func run() async throws {
    let news = await engine.news()
    let listener = Task { for await news in news { hear(news.rows.filter(\.isForSwitches)) } }
    defer { listener.cancel() }
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await self.hearOut()
        await self.doorbell.wait(until: nil, by: self.clock)
        await Doorbell().wait(until: self.clock.now().advanced(by: Self.gathering), by: self.clock)
      }
    }
  }

  private func hear(_ rows: [LedgerRow]) {
    guard !rows.isEmpty else { return }
    inbox += rows
    doorbell.ring()
  }

  private func hearOut() async {
    let heard = inbox
    inbox = []
    guard !heard.isEmpty else { return }
    let alerts = await engine.alerts(of: Set(heard.map(\.scheduleID)))
    for row in heard {
      guard let url = alerts[row.scheduleID]?.ping, isNews(row), let ping = Ping(row, url: url) else { continue }
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
  }

  /// What the run has written last goes with its end.
  private func withOutput(_ entry: Entry) async -> Ping {
    var ping = entry.ping
    guard let fire = entry.fire, let output = await RunOutput.tail(of: fire, targets: targets), !output.isEmpty else { return ping }
    ping.body += (ping.body.isEmpty ? "" : "\n\n") + output
    return ping
  }
}

extension LedgerRow {
  fileprivate var isForSwitches: Bool { kind != .backfill && (outcome == .started || outcome.isFinal) }
}
