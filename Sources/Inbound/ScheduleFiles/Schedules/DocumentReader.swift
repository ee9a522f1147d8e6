import CivilTime
import Scheduling

/// Reads one document of a schedule file: a schedule, or the binding of a server's.
struct DocumentReader {
  enum Document {
    case schedule(FileSchedule, namePlace: Place)
    case binding(FileBinding)
  }

  let log: ProblemLog
  /// The rules of an IANA zone; nil when there is no such zone.
  let zoneNamed: (String) -> ZoneRules?
  /// What policies may name.
  let calendars: NamedCalendars

  /// Nil, and reports, when something is wrong with it.
  func read(_ node: YAMLNode) -> Document? {
    guard var mapping = MappingReader(node, "a schedule", log: log) else { return nil }
    if mapping.gives("match") { return binding(&mapping).map(Document.binding) }
    return schedule(&mapping)
  }

  func location(of mapping: MappingReader) -> String {
    "\(log.source.file):\(mapping.place.line)"
  }

  // MARK: Schedules

  private func schedule(_ mapping: inout MappingReader) -> Document? {
    let (record, due) = record(&mapping)
    let trigger = trigger(&mapping)
    let kinds = trigger.map { [$0.kind] } ?? Set(Trigger.Kind.allCases)
    let policy = PolicyReader(log: log, calendars: calendars, kinds: kinds, isComplete: true).read(&mapping).policy
    PolicyWarnings(log: log).warn(policy, trigger: trigger, due: due, &mapping)
    let tags = tags(&mapping)
    mapping.finish(foreign: ["take_over": "it belongs to a document with match:"])
    guard let record, let trigger else { return nil }
    let schedule = FileSchedule(record: record, trigger: trigger, policy: policy, tags: tags ?? [], location: location(of: mapping))
    return .schedule(schedule, namePlace: mapping.keyPlace("name"))
  }

  private func trigger(_ mapping: inout MappingReader) -> Trigger? {
    guard mapping.gives("trigger") else {
      log.error("trigger is missing: what should happen when the schedule is due", at: mapping.place)
      return nil
    }
    guard let node = mapping.take("trigger"), let trigger = TriggerReader(log: log).read(node) else { return nil }
    guard case .deployment(let deployment) = trigger, deployment.deployment == nil else { return trigger }
    log.error("a deployment trigger needs deployment: its name or id; only a document with match: may leave it out", at: node.place)
    return nil
  }
}
