import Foundation
import Glibc
import TestSupport
import Testing

/// The real daemon, as a process beside the test, with a state directory of its own.
final class DaemonProcess: Sendable {
  let place: DaemonPlace
  private let run: ProgramRun
  private let notify: NotifySocket

  /// Returns when the daemon says READY.
  static func start(_ place: DaemonPlace, environment: [String: String] = [:]) async throws -> DaemonProcess {
    let notify = try NotifySocket(path: place.directory.path("notify"))
    let run = try ProgramRun(
      BuiltProgram.carillon, ["serve", "--config", place.configurationPath],
      environment: environment.merging(["NOTIFY_SOCKET": notify.path]) { own, _ in own })
    let daemon = DaemonProcess(place: place, run: run, notify: notify)
    try await eventually("the daemon is ready") {
      guard run.isRunning else { throw UnexpectedAnswer(description: "the daemon ended at its start: \(run.output)\(run.errors)") }
      return notify.datagrams.joined(separator: "\n")
    } until: {
      $0.contains("READY=1")
    }
    return daemon
  }

  private init(place: DaemonPlace, run: ProgramRun, notify: NotifySocket) {
    (self.place, self.run, self.notify) = (place, run, notify)
  }

  deinit { if run.isRunning { run.send(SIGKILL) } }

  var id: pid_t { run.id }
  /// When it ended; nil while it runs.
  var ended: ContinuousClock.Instant? { run.ended }
  /// What it has logged.
  var log: String { run.output + run.errors }
  /// Where it answers over TCP, as it tells itself.
  var url: String {
    get throws {
      let line = try #require(log.split(separator: "\n").first { $0.contains("url=http") })
      return String(line[line.range(of: "url=")!.upperBound...])
    }
  }
  /// What it has told the service manager.
  var notifications: [String] { notify.datagrams }

  /// Asks it to end, as a service manager would.
  /// - Returns: its exit status.
  @discardableResult
  func stop() async -> Int32 {
    run.send(SIGTERM)
    return await run.status
  }

  /// Takes it away in the middle of whatever it does.
  func kill() async {
    run.send(SIGKILL)
    _ = await run.status
  }

  /// Makes it read its schedule files again.
  func hangUp() { run.send(SIGHUP) }

  // MARK: Commands

  func command(_ arguments: String...) async throws -> CommandResult {
    try await CLI.run(arguments + ["--config", place.configurationPath])
  }

  func status() async throws -> StatusLine {
    try await command("status", "--json").decoded(StatusLine.self)
  }

  func schedules() async throws -> [ScheduleLine] {
    try await command("list", "--json").decoded(ItemList<ScheduleLine>.self).items
  }

  /// The schedule of that name or id; nil when the daemon has none.
  func schedule(_ nameOrID: String) async throws -> ScheduleLine? {
    try await schedules().first { $0.name == nameOrID || $0.id == nameOrID }
  }

  /// A schedule's rows of the ledger, newest first. By id, which is known for schedules that are gone too.
  func runs(_ id: String) async throws -> [RunLine] {
    try await command("runs", id, "--limit", "1000", "--json").decoded(ItemList<RunLine>.self).items
  }

  func sync() async throws -> SyncLine {
    try await command("sync", "--json").decoded(SyncLine.self)
  }

  // MARK: Waiting

  /// Has it read files and server anew, until it can: a busy server may answer too late at first.
  func syncs() async throws {
    try await eventually("the server is read") {
      try await sync()
    } until: {
      $0.error == nil
    }
  }

  /// Waits until the schedule is there, in whatever state: when its only instant is over it has ended.
  func waitForSchedule(_ nameOrID: String) async throws -> ScheduleLine {
    let seen = try await eventually("\(nameOrID) is there") {
      try await schedule(nameOrID)
    } until: {
      $0 != nil
    }
    return try found(seen)
  }

  /// Waits until the schedule is there and in that state.
  @discardableResult
  func waitForState(_ state: String, of nameOrID: String, within limit: Duration = .seconds(120)) async throws -> ScheduleLine {
    let seen = try await eventually("\(nameOrID) is \(state)", within: limit) {
      try await schedule(nameOrID)
    } until: {
      $0?.state == state
    }
    return try found(seen)
  }

  /// Waits until the newest row of the schedule has that outcome.
  @discardableResult
  func waitForOutcome(_ outcome: String, of id: String, within limit: Duration = .seconds(180)) async throws -> RunLine {
    do {
      let seen = try await eventually("the last row of \(id) is \(outcome)", within: limit) {
        try await runs(id).first
      } until: {
        $0?.outcome == outcome
      }
      return try found(seen)
    } catch let never as NeverSeen {
      // What the run itself says of it, for whoever reads the failure.
      let written = try await command("logs", id)
      throw UnexpectedAnswer(description: "\(never)\n\(written)")
    }
  }

  private func found<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw UnexpectedAnswer(description: "it vanished while it was looked at") }
    return value
  }
}
