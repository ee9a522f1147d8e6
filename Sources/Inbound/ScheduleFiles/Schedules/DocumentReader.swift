import CivilTime
import Scheduling

/// Reads one document of a schedule file: a schedule, or the binding of a server's.
struct DocumentReader {
  enum Document {
    /// `binding`: what stands beside the record, as it was written.
    case schedule(FileSchedule, namePlace: Place, binding: [YAMLEntry])
    case binding(FileBinding)
  }

  let log: ProblemLog
  /// The rules of an IANA zone; nil when there is no such zone.
  let zoneNamed: (String) -> ZoneRules?
  /// What policies may name.
  let calendars: NamedCalendars
  /// Others can call this daemon.
  var allowsCallbacks = false
  /// The names of the configuration's alert sinks; nil: nobody knows here.
  var alertSinks: Set<String>?
  /// Of the documents before.
  var expressions = ExpressionCache()

  /// Cron expressions that were read before.
  final class ExpressionCache {
    var expressions = SharedExpressions()
  }

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
    let binding = ["policy", "tags", "time_zone", "trigger"].compactMap { mapping.entry($0) }
    let (record, due) = record(&mapping, isChained: mapping.entry("trigger").map { TriggerReader.isChain($0.value) } ?? false)
    let trigger = trigger(&mapping)
    let kinds = trigger.map { [$0.action.kind] } ?? Set(Trigger.Kind.allCases)
    let stated = PolicyReader(log: log, calendars: calendars, kinds: kinds, isComplete: true).read(&mapping)
    let policy = stated.filled(misfire: catchUp(&mapping, stated)).policy
    PolicyWarnings(log: log).warn(policy, trigger: trigger, due: due, &mapping)
    let tags = tags(&mapping)
    let alerts = alerts(&mapping)
    mapping.finish(foreign: ["take_over": "it belongs to a document with match:"])
    guard let record, let trigger else { return nil }
    let schedule = FileSchedule(
      record: record, trigger: trigger, policy: policy, tags: tags ?? [], location: location(of: mapping), alerts: alerts)
    return .schedule(schedule, namePlace: mapping.keyPlace("name"), binding: binding)
  }

  /// ZenML's word for `misfire: all`; false is what every record has that says nothing.
  private func catchUp(_ mapping: inout MappingReader, _ stated: StatedPolicy) -> Policy.Misfire? {
    guard mapping.truth("catchup") == true else { return nil }
    guard stated.keys.contains(.misfire), stated.policy.misfire != .all else { return .all }
    log.error("catchup: true and policy.misfire say different things; keep one of them", at: mapping.keyPlace("catchup"))
    return nil
  }

  private func trigger(_ mapping: inout MappingReader) -> Trigger? {
    guard mapping.gives("trigger") else {
      log.error("trigger is missing: what should happen when the schedule is due", at: mapping.place)
      return nil
    }
    guard let node = mapping.take("trigger"), let trigger = TriggerReader(log: log, allowsCallbacks: allowsCallbacks).read(node) else {
      return nil
    }
    guard let lack = Self.lack(of: trigger.action) else { return trigger }
    log.error("\(lack); only a document with match: may leave it out", at: node.place)
    return nil
  }

  /// What a schedule without a pipeline of its own must say.
  private static func lack(of trigger: Trigger) -> String? {
    switch trigger {
    case .deployment(let deployment) where deployment.deployment == nil: "a deployment trigger needs deployment: its name or id"
    case .snapshot(let snapshot) where snapshot.pipeline == nil && snapshot.snapshot.isNewest:
      "a snapshot trigger with newest: true needs pipeline: its name or id"
    case .build(let build) where build.pipeline == nil && build.build == nil: "a build trigger needs pipeline: its name, or build: an id"
    default: nil
    }
  }
}

extension DocumentReader {
  init(log: ProblemLog, _ context: ScheduleText.Context) {
    self.init(
      log: log, zoneNamed: context.zoneNamed, calendars: context.calendars, allowsCallbacks: context.allowsCallbacks,
      alertSinks: context.alertSinks)
  }
}

extension SnapshotTrigger.Choice {
  fileprivate var isNewest: Bool { if case .newest = self { true } else { false } }
}
