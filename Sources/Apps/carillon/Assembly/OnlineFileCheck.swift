import CurlHTTP
import HostTime
import ScheduleFiles
import Scheduling
import Triggers

/// Asks the servers about what schedules and bindings of files trigger.
struct OnlineFileCheck {
  let check: FileCheck
  /// From `--config`.
  let config: String?

  func add(to report: inout FileReport) async throws {
    let configuration = try ServerLocation(config: config ?? check.configurations.first).configuration()
    let targets = try Targets(forAsking: configuration, transport: CurlHTTPTransport(), clock: HostClock())
    let catalog = check.read().catalog
    for schedule in catalog.schedules {
      for sentence in await sentences(about: schedule.trigger.action, targets) {
        report.problems.append(FileProblem(file: schedule.location, message: "schedule '\(schedule.record.name)': \(sentence)"))
      }
    }
    for binding in catalog.bindings {
      guard let trigger = binding.content.trigger?.action else { continue }
      for sentence in await sentences(about: trigger, ofBinding: true, targets) {
        report.problems.append(FileProblem(file: binding.location, message: "the binding: \(sentence)"))
      }
    }
  }

  private func sentences(about trigger: Scheduling.Trigger, ofBinding: Bool = false, _ targets: Targets) async -> [String] {
    guard targets.all[trigger.kind] != nil else {
      return ["a \(trigger.kind.rawValue) trigger needs \(trigger.kind.needsJFrog ? "jfrog" : "server") in the configuration"]
    }
    // Which pipeline's is only known with the schedule that a binding matches.
    if ofBinding, TargetCheck.needsPipeline(trigger) { return [] }
    guard let check = targets.checks[trigger.kind] else { return [] }
    switch await check.check(trigger) {
    case .sound: return []
    case .problems(let problems): return problems
    case .cannotBeAsked(let reason): return ["it cannot be checked now: \(reason)"]
    }
  }
}
