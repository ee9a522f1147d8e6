import CivilTime
import GRDB
import Scheduling

/// The columns of a revision, in the order in which they are bound and read.
enum RevisionTable {
  static let definitionColumns = """
    name, source, cron_expression, interval_seconds, interval_attoseconds, run_once_start_time, time_zone, start_time, end_time, \
    active, updated, pipeline_id, orchestrator_id, defect, standing, reason_code, reason_sentence, warnings, policy, tags, trigger, \
    binding_origin
    """

  /// Behind `schedule_id, number, owed_from`.
  static let columns = "schedule_id, number, owed_from, \(definitionColumns)"
}

/// Writes revisions inside a transaction.
struct RevisionWriter {
  private let insert: PreparedStatement
  private var json = JSONWriter()
  private var values = WrittenValues()

  init(_ database: Database) throws {
    let columnCount = RevisionTable.columns.split(separator: ",").count + 1
    let places = Array(repeating: "?", count: columnCount).joined(separator: ", ")
    insert = try PreparedStatement(
      database, "INSERT OR REPLACE INTO revision (\(RevisionTable.columns), owed_until) VALUES (\(places))")
  }

  /// - Parameter owedUntil: nil for the revision in force.
  mutating func write(_ revision: Revision, owedUntil: Instant?) throws {
    let definition = revision.definition
    json.clear()
    if let trigger = definition.trigger { json.trigger(trigger, &values) }
    try insert.run { binder in
      binder.bind(revision.scheduleID)
      binder.bind(revision.number)
      binder.bind(revision.owedFrom)
      definition.record.bind(to: &binder)
      try definition.bindRest(to: &binder, trigger: json)
      binder.bind(owedUntil)
    }
  }
}

extension ScheduleRecord {
  fileprivate func bind(to binder: inout ColumnBinder) {
    binder.bind(name)
    binder.bind(source.rawValue)
    binder.bind(cronExpression)
    binder.bind(interval?.components.seconds)
    binder.bind(interval?.components.attoseconds)
    binder.bind(runOnceStartTime)
    binder.bind(timeZone)
    binder.bind(startTime)
    binder.bind(endTime)
    binder.bind(active)
    binder.bind(updated)
    binder.bind(pipelineID)
    binder.bind(orchestratorID)
    binder.bind(defect)
  }
}

extension ScheduleDefinition {
  /// What is empty, or as most have it, is NULL.
  fileprivate func bindRest(to binder: inout ColumnBinder, trigger json: JSONWriter) throws {
    binder.bind(standing.rawValue)
    binder.bind(reason?.code)
    binder.bind(reason?.sentence)
    binder.bind(warnings.isEmpty ? nil : try JSONText.encode(warnings))
    binder.bind(policy == Policy() ? nil : try JSONText.encode(policy))
    binder.bind(tags.isEmpty ? nil : try JSONText.encode(tags))
    json.withText { binder.bind(utf8: trigger == nil ? nil : $0) }
    binder.bind(bindingOrigin)
  }
}

/// Reads many definitions: texts that recur, as policies do, are decoded once.
struct DefinitionReader {
  private var policies = RecurringTexts<Policy>()
  private var warnings = RecurringTexts<[Reason]>()
  private var tags = RecurringTexts<[String]>()

  /// Reads `RevisionTable.definitionColumns`.
  mutating func definition(of id: Identifier, _ reader: inout ColumnReader) throws -> ScheduleDefinition {
    // Arguments are evaluated from left to right, which is the order of the columns.
    ScheduleDefinition(
      record: try ScheduleRecord(id: id, reading: &reader), standing: try reader.nextCase(), reason: try Reason(reading: &reader),
      warnings: try warnings.next(&reader) ?? [], policy: try policies.next(&reader) ?? Policy(),
      tags: try tags.next(&reader) ?? [], trigger: try reader.nextTriggerIfAny(), bindingOrigin: try reader.nextIfAny())
  }
}

extension ScheduleRecord {
  fileprivate init(id: Identifier, reading reader: inout ColumnReader) throws {
    self.init(
      id: id, name: try reader.next(), source: try reader.nextCase(), cronExpression: try reader.nextIfAny(),
      interval: try Duration(reading: &reader), runOnceStartTime: try reader.nextIfAny(), timeZone: try reader.nextIfAny(),
      startTime: try reader.nextIfAny(), endTime: try reader.nextIfAny(), active: try reader.next(),
      updated: try reader.nextIfAny(), pipelineID: try reader.nextIfAny(), orchestratorID: try reader.nextIfAny(),
      defect: try reader.nextIfAny())
  }
}

extension Duration {
  /// Two columns, seconds and attoseconds.
  fileprivate init?(reading reader: inout ColumnReader) throws {
    let seconds = try reader.nextIfAny(Int64.self)
    let attoseconds = try reader.nextIfAny(Int64.self)
    guard let seconds else { return nil }
    self.init(secondsComponent: seconds, attosecondsComponent: attoseconds ?? 0)
  }
}
