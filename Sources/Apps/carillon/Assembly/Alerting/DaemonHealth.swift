import Alerts
import CivilTime
import Engine
import Glibc
import Scheduling
import Services

/// How the daemon is, for those who tell others of it.
struct DaemonHealth: Sendable {
  let engine: SchedulerEngine
  let sync: ScheduleSync
  let selfAudit: SelfAudit
  let storeWatch: StoreWatch
  let startedAt: Instant
  let hasServer: Bool

  /// True while it does what it promises, as its last look at itself has found; false before the first one. Does not return while
  /// the engine is stuck.
  var isWell: Bool {
    get async {
      guard await storeWatch.writeProblem(of: engine) == nil, await selfAudit.ageWhenTooOld(start: startedAt) == nil else { return false }
      guard await selfAudit.lastLook != nil, await selfAudit.findings.isEmpty else { return false }
      return await storeWatch.isSound
    }
  }

  /// What an earlier life left open goes on until this one has looked: at the server once, at itself, at the disk by its first write.
  func conditions(leastFreeBytes: Int?, directory: String) async -> AlertConditions {
    var conditions = AlertConditions()
    let state = await sync.state
    if hasServer, !state.hasRead { conditions.unknown.insert(.serverUnreachable) }
    if hasServer, let error = state.error {
      conditions.serverAwaySince = state.lastSuccess.map { max($0, startedAt) } ?? startedAt
      conditions.serverReason = Reason("server_away", error)
    }
    conditions.targets = await engine.targetStandings
    conditions.disk = await diskProblem(leastFreeBytes, directory)
    let findings = await selfAudit.findings.map { "\($0.subject): \($0.sentence)" }
    let problems = findings + (await storeWatch.problems)
    conditions.health = problems.isEmpty ? nil : Reason("unhealthy", problems.prefix(3).joined(separator: "; "))
    if problems.isEmpty, await !hasLooked { conditions.unknown.insert(.health) }
    return conditions
  }

  /// False until the daemon has looked at itself, and at the store's file where there was reason to.
  private var hasLooked: Bool {
    get async {
      guard await selfAudit.lastLook != nil else { return false }
      return await storeWatch.hasLooked
    }
  }

  private func diskProblem(_ least: Int?, _ directory: String) async -> Reason? {
    if await storeWatch.writeProblem(of: engine) != nil {
      return Reason("store_not_written", "the ledger cannot be written, so nothing is started")
    }
    guard let least, let free = Self.freeBytes(directory), free < least else { return nil }
    return Reason("disk_nearly_full", "the file system of \(directory) has less than \(least >> 20) MiB left")
  }

  /// What the daemon's user may still write; nil when nobody can say.   Source: statvfs(3).
  private static func freeBytes(_ directory: String) -> Int? {
    var answer = statvfs()
    guard statvfs(directory, &answer) == 0 else { return nil }
    return Int(clamping: UInt64(answer.f_bavail) * UInt64(answer.f_frsize))
  }
}
