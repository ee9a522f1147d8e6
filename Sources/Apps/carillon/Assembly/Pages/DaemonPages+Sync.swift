import ControlMessages
import Engine
import Scheduling
import Services
import WebPage

/// How what the sources hold differs from what is fired.
extension DaemonPages {
  private static let driftCount = 100

  func syncContent() async throws(ControlProblem) -> SyncContent {
    let statuses = await engine.statuses
    let status = await operations.status(of: statuses)
    let (problems, idle) = (await operations.sync.fileProblems, await operations.sync.idleBindings)
    let drift = Self.fileDrift(problems, idle) + Self.scheduleDrift(statuses)
    let sources = statuses.reduce(into: [String: Int]()) { $0[$1.schedule.definition.record.source.rawValue, default: 0] += 1 }
    return SyncContent(
      sync: status.sync, reportsWaiting: status.reportsWaiting, drift: Array(drift.prefix(Self.driftCount)),
      moreDrift: max(0, drift.count - Self.driftCount), sources: sources)
  }

  private static func fileDrift(_ problems: [String], _ idle: [FileBinding]) -> [DriftItem] {
    problems.map { DriftItem(kind: "file problem", subject: "a schedule file", sentence: $0) }
      + idle.map {
        DriftItem(kind: "binding without schedule", subject: $0.location, sentence: "no Schedule of the server is matched by it")
      }
  }

  private static func scheduleDrift(_ statuses: [ScheduleStatus]) -> [DriftItem] {
    let sorted = statuses.filter { isDrifting($0) }.sorted { $0.schedule.name < $1.schedule.name }
    let counts = statuses.reduce(into: [String: Int]()) { $0[$1.schedule.name, default: 0] += 1 }
    // Mostly none: only twins are gathered.
    let twins = counts.values.contains { $0 > 1 } ? statuses.filter { counts[$0.schedule.name] ?? 0 > 1 } : []
    let names = Dictionary(grouping: twins, by: \.schedule.name)
    return sorted.flatMap(items)
      + names.sorted { $0.key < $1.key }.map { name, twins in
        DriftItem(
          kind: "same name twice", subject: name,
          sentence:
            "\(twins.count) schedules have it, of \(Set(twins.map(\.schedule.definition.record.source.rawValue)).sorted().joined(separator: " and "))",
          link: Address.schedules.with([("q", name)]))
      }
  }

  private static func isDrifting(_ status: ScheduleStatus) -> Bool {
    [.unbound, .invalid, .observed].contains(status.state) || !status.schedule.definition.warnings.isEmpty
  }

  private static func items(_ status: ScheduleStatus) -> [DriftItem] {
    let link = Address.schedule(status.schedule.id.description)
    let name = status.schedule.name
    let idle = [ScheduleStatus.State.unbound, .invalid, .observed].contains(status.state)
    let state = DriftItem(
      kind: "not fired", subject: name, sentence: "\(status.state.rawValue): \(status.reason?.sentence ?? "")", link: link)
    return (idle ? [state] : [])
      + status.schedule.definition.warnings.map { DriftItem(kind: "warning", subject: name, sentence: $0.sentence, link: link) }
  }
}
