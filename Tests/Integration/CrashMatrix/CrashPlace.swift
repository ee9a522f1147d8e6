import Foundation
import Glibc
import TestSupport

/// A place whose daemons are made to die, with a request, a command, a command that fails at its first attempt, and where
/// it takes a server a deployment: each due every second, and everything missed made up for.
final class CrashPlace: Sendable {
  static let policy = "{misfire: all, misfire_limit: 10000, overlap: allow}"
  /// The schedules that are due every second.
  var names: [String] { ["call", "work", "again"] + (server == nil ? [] : ["train"]) }

  let place: DaemonPlace
  let target: RecordingTarget
  let server: FakeServer?

  init(_ label: CrashLabel) throws {
    target = try RecordingTarget()
    if case .server = label.approach { server = try FakeServer(schedule: "train") } else { server = nil }
    let limits = "limits: {catch_up_per_second: off, in_flight: off, per_second: off, target: {in_flight: off, per_second: off}}"
    place = try DaemonPlace("\(limits)\nsync_interval: 1s\n\(server?.configuration ?? "")")
    if server != nil { try place.writeSchedules(ScheduleFile.binding("name: train") + "policy: \(Self.policy)\n", to: "train.yaml") }
    let call = ScheduleFile.http("call", "interval_seconds: 1", url: target.url("/call"), policy: Self.policy)
    try place.writeSchedules(call, to: "call.yaml")
    try place.writeSchedules(command("work", "exit 0"), to: "work.yaml")
    try place.writeSchedules(
      command(
        "again", "[ {{attempt}} -ge 2 ]",
        policy: "{misfire: all, misfire_limit: 10000, overlap: allow, retry: {attempts: 2, backoff: 100ms}}"),
      to: "again.yaml")
  }

  /// A command that notes fire, attempt and due instant, one line for each start.
  private func command(_ name: String, _ end: String, policy: String = policy) -> String {
    let script = "echo {{fire_id}} {{attempt}} {{due}} >> \(place.directory.path)/\(name).starts; \(end)"
    return ScheduleFile.command(name, "interval_seconds: 1", script: script) + "policy: \(policy)\n"
  }

  /// Fire and attempt of each start of a command.
  func starts(_ name: String) -> [String] {
    (place.directory.read("\(name).starts") ?? "").split(separator: "\n").map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
  }

  /// What of the schedules has come to be: more after each fire.
  private var traces: Int { target.keys("/call").count + starts("work").count + starts("again").count }

  // MARK: Lives

  /// Starts a daemon that is to die at `fault`, leads it there, and returns when it is dead.
  func die(at fault: String, _ approach: CrashLabel.Approach) async throws {
    let (before, notify) = (traces, try NotifySocket(path: place.directory.path("notify")))
    let run = try ProgramRun(
      BuiltProgram.carillon, ["serve", "--config", place.configurationPath],
      environment: ["CARILLON_FAULT": fault, "NOTIFY_SOCKET": notify.path])
    var isPushed = false
    try await eventually("the daemon died at \(fault)", within: .seconds(300)) {
      // Before it is ready a signal would take it in another way.
      if !isPushed, traces > before, notify.datagrams.contains(where: { $0.contains("READY=1") }) {
        isPushed = true
        if case .reload = approach { run.send(SIGHUP) }
        if case .stop = approach { run.send(SIGTERM) }
      }
      return run.isRunning
    } until: {
      !$0
    }
    let status = await run.status
    guard status == -SIGKILL else { throw UnexpectedAnswer(description: "at \(fault) it ended with \(status): \(run.output)\(run.errors)") }
  }
}

/// A part of what `store verify --json` prints.
struct AuditLine: Decodable, Sendable {
  let instants: Int
  let faults: [Fault]

  struct Fault: Decodable, Sendable {
    let kind: String
    let schedule: String
    let first: String
    let last: String
    let count: Int
  }
}

extension CrashPlace {
  private struct VerifyLine: Decodable {
    let damage: [String]
    let audit: AuditLine?
  }

  /// Checks file and ledger while no daemon runs.
  func verify() async throws -> AuditLine {
    let result = try await CLI.run(["store", "verify", "--json", "--config", place.configurationPath])
    let report = try result.decoded(VerifyLine.self)
    guard result.status == 0, report.damage.isEmpty, let audit = report.audit else { throw UnexpectedAnswer(description: "\(result)") }
    return audit
  }
}
