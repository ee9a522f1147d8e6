import CivilTime
import Scheduling

/// A schedule as the server sent it.
package struct ZenMLSchedule: Sendable, Equatable {
  /// Its timing, with a `defect` where a field could not be read. Pipeline and orchestrator are known only when hydrated.
  package var record: ScheduleRecord
  /// Nil in the flat shape, which does not say.
  package var projectID: Identifier?
  package var isArchived: Bool
  /// `catchup`: each missed instant is to be made up for. Every record has it, as false unless somebody chose otherwise, so that
  /// only true says something.
  package var catchesUp: Bool
  package var isHydrated: Bool
  /// The text of the run metadata `carillon.binding`; nil without one, and when not hydrated.
  package var bindingText: String?
  /// The text of the run metadata `carillon.report`.
  package var reportText: String?

  package var id: Identifier { record.id }
}

extension ZenMLSchedule: Decodable {
  /// Fails only for a row without a readable id.
  package init(from decoder: any Decoder) throws {
    let entity = try WireEntity(from: decoder)
    record = try Self.record(of: entity)
    var fields = FieldReader(entity)
    projectID = fields.identifier("project_id")
    isArchived = fields.flag("is_archived") ?? false
    catchesUp = fields.flag("catchup") ?? false
    isHydrated = entity.isHydrated
    let metadata: ScheduleMetadata? = try? entity.value("run_metadata")
    bindingText = metadata?.binding
    reportText = metadata?.report
  }

  private static func record(of entity: WireEntity) throws -> ScheduleRecord {
    var fields = FieldReader(entity)
    let id: Identifier = try entity.required("id")
    if (try? entity.value("permission_denied")) == true { fields.note("the server does not let this account read it") }
    let name = fields.text("name")
    if name == nil { fields.note("it has no name") }
    var record = ScheduleRecord(
      id: id, name: name ?? id.description, source: .zenml, cronExpression: fields.text("cron_expression"),
      interval: fields.duration("interval_second") ?? fields.duration("interval_seconds"),
      runOnceStartTime: fields.instant("run_once_start_time"), startTime: fields.instant("start_time"),
      endTime: fields.instant("end_time"), active: fields.flag("active") ?? true, updated: fields.instant("updated"),
      pipelineID: fields.identifier("pipeline_id"), orchestratorID: fields.identifier("orchestrator_id"))
    record.defect = fields.defect
    return record
  }
}

/// The two entries of a schedule's run metadata that are Carillon's; others are skipped unread.
private struct ScheduleMetadata: Decodable {
  var binding: String?
  var report: String?

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: WireKey.self)
    binding = try? container.decode(String.self, forKey: WireKey(ZenMLMetadataKey.binding))
    report = try? container.decode(String.self, forKey: WireKey(ZenMLMetadataKey.report))
  }
}

/// The keys under which Carillon reads and writes run metadata, always JSON text of type `str`: the server merges the
/// dicts of all rows ever written, so that stale keys would survive.
package enum ZenMLMetadataKey {
  package static let binding = "carillon.binding"
  package static let report = "carillon.report"
}
