/// A schedule that a file defines whole.
///
/// Copies share one immutable storage: what a file said last, what all files say, and what is told to the engine are the same.
package struct FileSchedule: Hashable, Sendable {
  private final class Storage: Sendable {
    let definition: ScheduleDefinition
    let trigger: Trigger

    init(_ definition: ScheduleDefinition, _ trigger: Trigger) {
      self.definition = definition
      self.trigger = trigger
    }
  }

  private var storage: Storage

  package init(
    record: ScheduleRecord, trigger: Trigger, policy: Policy, tags: [String] = [], location: String, alerts: ScheduleAlerts? = nil
  ) {
    var definition = ScheduleDefinition(
      record: record, standing: record.active ? .armed : .paused,
      reason: record.active ? nil : Reason("inactive", "active is false in \(location)"),
      policy: policy, tags: tags, trigger: trigger, bindingOrigin: location)
    definition.alerts = alerts
    storage = Storage(definition, trigger)
  }

  /// As an earlier life read it from its file; nil for what no file defines whole.
  package init?(stored definition: ScheduleDefinition) {
    guard definition.record.source == .file, let trigger = definition.trigger, let location = definition.bindingOrigin else { return nil }
    self.init(record: definition.record, trigger: trigger, policy: definition.policy, tags: definition.tags, location: location)
    // What was added behind the reading, warnings for one, is not the file's.
    if storage.definition == definition { storage = Storage(definition, trigger) }
  }

  /// True when a ledger holds all of it: literal secrets and alerts are never written down.
  package var isWholeInLedger: Bool { alerts == nil && trigger.withoutSecrets == trigger }

  package var definition: ScheduleDefinition { storage.definition }
  package var id: Identifier { storage.definition.record.id }
  package var name: String { storage.definition.record.name }
  package var record: ScheduleRecord { storage.definition.record }
  package var trigger: Trigger { storage.trigger }
  package var policy: Policy { storage.definition.policy }
  package var tags: [String] { storage.definition.tags }
  package var location: String { storage.definition.bindingOrigin ?? "" }
  package var alerts: ScheduleAlerts? { storage.definition.alerts }

  /// The same under another id, of another source and place.
  package func moved(to source: ScheduleRecord.Source, id: Identifier, location: String) -> FileSchedule {
    var record = record
    (record.id, record.source) = (id, source)
    return FileSchedule(record: record, trigger: trigger, policy: policy, tags: tags, location: location, alerts: alerts)
  }

  package static func == (a: FileSchedule, b: FileSchedule) -> Bool { a.storage === b.storage || a.definition == b.definition }
  package func hash(into hasher: inout Hasher) { hasher.combine(definition) }
}
