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
