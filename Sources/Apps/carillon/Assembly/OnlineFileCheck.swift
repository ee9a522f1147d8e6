import CurlHTTP
import HostTime
import ScheduleFiles
import Scheduling
import Triggers

/// Asks the servers about what schedule files trigger.
struct OnlineFileCheck {
  let check: FileCheck
  /// From `--config`.
  let config: String?

  func add(to report: inout FileReport) async throws {
    let configuration = try ServerLocation(config: config ?? check.configurations.first).configuration()
    let targets = try Targets(configuration, transport: CurlHTTPTransport(), clock: HostClock())
    for schedule in check.read().catalog.schedules {
      for sentence in await sentences(about: schedule.trigger.action, targets, configuration) {
        report.problems.append(FileProblem(file: schedule.location, message: "schedule '\(schedule.record.name)': \(sentence)"))
      }
    }
  }

  private func sentences(about trigger: Scheduling.Trigger, _ targets: Targets, _ configuration: Configuration) async -> [String] {
    guard targets.all[trigger.kind] != nil else {
      return ["a \(trigger.kind.rawValue) trigger needs \(trigger.kind.needsJFrog ? "jfrog" : "server") in the configuration"]
    }
    guard let check = targets.checks[trigger.kind] else { return [] }
    switch await check.check(trigger) {
    case .sound: return []
    case .problems(let problems): return problems
    case .cannotBeAsked(let reason): return ["it cannot be checked now: \(reason)"]
    }
  }
}
