import CivilTime
import ScheduleFiles
import Scheduling

/// What schedule files, taken together, say that can never happen as far as they tell. The server may know more: all are warnings.
struct CatalogCheck {
  /// False: other files may hold more, as where files are named without their configuration.
  let isWhole: Bool
  /// False: something is wrong, so that what there is besides is not known.
  let isSound: Bool
  /// Nil: what is over is not told.
  let now: Instant?

  func warnings(about catalog: FileCatalog) -> [FileProblem] {
    chains(catalog) + catalog.schedules.compactMap(pastTime)
  }

  // MARK: Chains

  private struct Link {
    let chain: ChainTrigger
    let subject: String
    let location: String
  }

  private func chains(_ catalog: FileCatalog) -> [FileProblem] {
    guard isSound, catalog.unknown.isEmpty else { return [] }
    var chained: [Link] = []
    for schedule in catalog.schedules {
      guard let chain = schedule.trigger.chain else { continue }
      chained.append(Link(chain: chain, subject: "schedule '\(schedule.name)'", location: schedule.location))
    }
    for binding in catalog.bindings {
      guard let chain = binding.content.trigger?.chain else { continue }
      chained.append(Link(chain: chain, subject: "the binding", location: binding.location))
    }
    guard !chained.isEmpty else { return [] }
    let names = catalog.schedules.map(\.name)
    let known = Set(names + catalog.schedules.map(\.id.description))
    return chained.filter { !known.contains($0.chain.upstream) }.compactMap { link in
      sentence(link.chain, names).map { FileProblem(.warning, at: link.location, message: "\(link.subject): \($0)") }
    }
  }

  /// Nil where another file may well have that name.
  private func sentence(_ chain: ChainTrigger, _ names: [String]) -> String? {
    let nearest = Suggestion.nearest(to: chain.upstream, among: names)
    guard isWhole || nearest != nil else { return nil }
    let meant = nearest.map { " (did you mean '\($0)'?)" } ?? ""
    let elsewhere = isWhole ? "it may come from the server" : "it may be in another file, or come from the server"
    return "\(chain.condition.rawValue): no schedule here is called '\(chain.upstream)'\(meant); \(elsewhere), else this never runs"
  }

  // MARK: Times

  private func pastTime(_ schedule: FileSchedule) -> FileProblem? {
    guard let now, let sentence = Self.pastTime(of: schedule.record, now) else { return nil }
    return FileProblem(.warning, at: schedule.location, message: "schedule '\(schedule.name)': \(sentence)")
  }

  private static func pastTime(of record: ScheduleRecord, _ now: Instant) -> String? {
    if let end = record.endTime, end <= now { return "end_time \(end.iso8601) is over: nothing is due any more" }
    guard let once = record.runOnceStartTime, once < now else { return nil }
    return "run_once_start_time \(once.iso8601) is over: a daemon that sees it now for the first time does not run it; "
      + "'carillon trigger' runs it at once"
  }
}
