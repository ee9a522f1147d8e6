import CivilTime
import ControlMessages
import Engine
import Glibc
import Scheduling
import Seams
import Services

/// How the daemon is.
extension DaemonOperations {
  func status() async throws(ControlProblem) -> StatusMessage { await status(of: await engine.statuses) }

  /// - Parameter statuses: of all schedules, for those who have asked for them anyway.
  func status(of statuses: [ScheduleStatus]) async -> StatusMessage {
    var counts: [ScheduleStatus.State: Int] = [:]
    for index in statuses.indices { counts[statuses[index].state, default: 0] += 1 }
    let next = statuses.firstToStart.map { statuses[$0] }
    let syncState = await sync.state
    let reasons = await healthReasons()
    var message = StatusMessage(
      version: CarillonVersion.current, instance: instance.description, processID: getpid(),
      startedAt: startedAt.iso8601, now: clock.now().iso8601,
      schedules: Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, $0.value) }), nextDue: next?.nextDue?.iso8601,
      nextSchedule: next?.schedule.name, firesUnderWay: await engine.firesUnderWay,
      reportsWaiting: await reportsWaiting(), sync: serverURL == nil ? nil : self.message(syncState),
      problems: reasons + (await problems(statuses, syncState)))
    message.startsAt = next?.startsAt
    message.firesHeldByLimits = await engine.firesHeldByLimits
    message.firesNotWritten = await engine.firesNotWritten
    message.attention = await attention(statuses, knowsAll: serverURL == nil || syncState.lastSuccess != nil)
    message.health = reasons.isEmpty ? .ok : .red
    message.healthReasons = reasons
    let alerts = await alerting.report
    message.alerts = alerts.open.map(AlertItem.init)
    message.problems += alerts.problems
    await addUpkeep(to: &message)
    return message
  }

  private func addUpkeep(to message: inout StatusMessage) async {
    message.awayTargets = await engine.awayTargets.map(\.description)
    message.lastClockStep = await engine.lastClockStep.map { .init(at: $0.at.iso8601, bySeconds: $0.by.decimalSeconds) }
    message.lastAudit = await selfAudit.lastLook?.iso8601
    message.auditFindings = await auditFindings()
    message.retentionHorizon = (try? await store.horizon())?.iso8601
    message.lastCheck = await storeWatch.lastCheck?.iso8601
  }

  /// Why Carillon itself cannot keep its promise; what a server or a target does not do is not among it.
  private func healthReasons() async -> [String] {
    var reasons: [String] = []
    if let problem = await storeWatch.writeProblem(of: engine) {
      reasons.append("the ledger cannot be written, so nothing is started: \(problem)")
    }
    reasons += await auditFindings()
    reasons += await storeWatch.problems
    return reasons
  }

  private func auditFindings() async -> [String] {
    var findings: [String] = []
    for finding in await selfAudit.findings { findings.append("\(await name(finding.subject)): \(finding.sentence)") }
    return findings
  }

  /// A schedule's name, where the subject is one's id.
  private func name(_ subject: String) async -> String {
    guard let id = Identifier(subject), let status = await engine.status(of: id) else { return subject }
    return status.schedule.name
  }

  /// That the ledger cannot be read is among the reasons of the health.
  private func attention(_ statuses: [ScheduleStatus], knowsAll: Bool) async -> [String] {
    let count = (try? await store.deadLetterCount(upTo: StatusAttention.deadLetterLimit)) ?? 0
    let missed = (try? await missedRows(until: clock.now(), without: StatusAttention.wanted)) ?? []
    return StatusAttention(
      statuses: statuses, deadLetters: count, knowsAll: knowsAll, idleBindings: await idleBindings, missed: missed
    ).sentences
  }

  /// How files and server do not fit together, once the server has been read.
  func sourceAttention() async -> [String] {
    guard await sync.state.lastSuccess != nil else { return [] }
    return StatusAttention(statuses: await engine.statuses, deadLetters: 0, idleBindings: await idleBindings).sources
  }

  /// Where those bindings of files stand that match nothing. Without a server none could.
  private var idleBindings: [String] {
    get async {
      guard serverURL != nil else { return [] }
      return await sync.idleBindings.map(\.location)
    }
  }

  /// Fires that wait for one cause are many at once.
  private static let waitingShown = 20

  private func reportsWaiting() async -> Int { (try? await store.outboxState().count) ?? 0 }

  private func problems(_ statuses: [ScheduleStatus], _ syncState: ScheduleSync.State) async -> [String] {
    var problems: [String] = []
    if let error = syncState.error { problems.append("the server cannot be read: \(error)") }
    if let problem = await sync.serverProblem { problems.append(problem) }
    problems += await sync.fileProblems
    let held = await engine.firesHeldByTargets
    for target in await engine.awayTargets {
      let count = held[target] ?? 0
      let fires = count == 0 ? "one is on its way to see" : count == 1 ? "1 fire waits" : "\(count) fires wait"
      problems.append("no fire gets through to \(target); \(fires)")
    }
    let waiting = await engine.waitingRows
    for row in waiting.prefix(Self.waitingShown) {
      problems.append("the fire of \(row.scheduleName) due \(row.due.iso8601) waits: \(row.reason?.sentence ?? row.outcome.rawValue)")
    }
    if waiting.count > Self.waitingShown { problems.append("\(waiting.count - Self.waitingShown) more fires wait: carillon runs") }
    for status in statuses where [.unbound, .invalid].contains(status.state) {
      problems.append("\(status.schedule.name) is \(status.state.rawValue): \(status.reason?.sentence ?? "")")
    }
    for (status, reasons) in triggerWatch.problems(among: statuses) {
      problems += reasons.map { "\(status.schedule.name) would be refused: \($0)" }
    }
    for status in statuses {
      for warning in status.schedule.definition.warnings where warning.code == "other_instance" {
        problems.append("\(status.schedule.name): \(warning.sentence)")
      }
    }
    return problems
  }
}
