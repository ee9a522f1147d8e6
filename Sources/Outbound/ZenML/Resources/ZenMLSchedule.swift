import CivilTime
import Values

/// A schedule of the server. What is marked *hydrated* is nil otherwise.
public struct ZenMLSchedule: ZenMLNamedRecord, ZenMLCreatable, ZenMLUpdatable {
  /// `/schedules`.
  public static let kind = ZenMLKind(path: "schedules", noun: "schedule", isOfProject: true)

  /// What all records have.
  public let common: ZenMLCommon
  /// As somebody wrote it: the server does not look into it.
  public let cronExpression: String?
  /// From one fire to the next.
  public let interval: Duration?
  /// For a schedule that fires once.
  public let runOnceStartTime: Instant?
  /// It fires then or later.
  public let startTime: Instant?
  /// It fires no more from then on.
  public let endTime: Instant?
  /// False while it is not to fire.
  public let isActive: Bool
  /// True after a soft deletion; its name has then an id at its end.
  public let isArchived: Bool
  /// `catchup`: each missed instant is to be made up for. Every record has it, as false unless somebody chose otherwise, so that
  /// only true says something.
  public let catchesUp: Bool
  /// *Hydrated.* The pipeline that it is to run.
  public let pipelineID: Identifier?
  /// *Hydrated.* The orchestrator that it was made for.
  public let orchestratorID: Identifier?
  /// *Hydrated.* What was noted on it.
  public let runMetadata: [String: JSONValue]

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    if fields.value("permission_denied") == true { fields.note("the server does not let this account read it") }
    if fields.value("name") == nil { fields.note("it has no name") }
    cronExpression = fields.text("cron_expression")
    interval = fields.duration("interval_second") ?? fields.duration("interval_seconds")
    runOnceStartTime = fields.instant("run_once_start_time")
    startTime = fields.instant("start_time")
    endTime = fields.instant("end_time")
    isActive = fields.flag("active") ?? true
    isArchived = fields.flag("is_archived") ?? false
    catchesUp = fields.flag("catchup") ?? false
    pipelineID = fields.identifier("pipeline_id")
    orchestratorID = fields.identifier("orchestrator_id")
    runMetadata = fields.members("run_metadata")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLSchedule {
  /// False while it is not to fire.
  public static var isActive: ZenMLFilterField<ZenMLSchedule, Bool> { .init("active") { $0.isActive } }
  /// True after a soft deletion. Archived ones are among the rows unless this is false.
  public static var isArchived: ZenMLFilterField<ZenMLSchedule, Bool> { .init("is_archived") { $0.isArchived } }
  /// The pipeline that it is to run.
  public static var pipelineID: ZenMLFilterField<ZenMLSchedule, Identifier> { .init("pipeline_id") { $0.pipelineID } }
  /// The orchestrator that it was made for.
  public static var orchestratorID: ZenMLFilterField<ZenMLSchedule, Identifier> { .init("orchestrator_id") { $0.orchestratorID } }
  /// As somebody wrote it.
  public static var cronExpression: ZenMLFilterField<ZenMLSchedule, String> { .init("cron_expression") { $0.cronExpression } }
  /// It fires then or later.
  public static var startTime: ZenMLFilterField<ZenMLSchedule, Instant> { .init("start_time") { $0.startTime } }
  /// It fires no more from then on.
  public static var endTime: ZenMLFilterField<ZenMLSchedule, Instant> { .init("end_time") { $0.endTime } }
}

extension ZenMLSchedule {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLSchedule>] {
    let terms = ZenMLFilterTerm<ZenMLSchedule>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.project), .init(terms.name),
      .init(terms.isActive), .init(terms.isArchived), .init(terms.pipelineID), .init(terms.orchestratorID), .init(terms.cronExpression),
      .init(terms.startTime), .init(terms.endTime),
    ]
  }
}
