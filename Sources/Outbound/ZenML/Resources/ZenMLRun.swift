import CivilTime
import Values

/// A run of a pipeline. What is marked *hydrated* is nil otherwise.
public struct ZenMLRun: ZenMLNamedRecord, ZenMLUpdatable, ZenMLDeletable {
  /// `/runs`.
  public static let kind = ZenMLKind(path: "runs", noun: "run", isOfProject: true)

  /// What all records have.
  public let common: ZenMLCommon
  /// How it stands.
  public let status: ZenMLRunStatus
  /// Why it stands so; a failing step leaves it nil.
  public let statusReason: String?
  /// Counts the pipeline's runs, from 1.
  public let number: Int?
  /// *Hydrated.* When the run was created, not when work began.
  public let startTime: Instant?
  /// *Hydrated.* May stay nil for a failed run.
  public let endTime: Instant?
  /// *Hydrated.* A failing step leaves it nil: its message is on the step.
  public let exceptionMessage: String?
  /// *Hydrated.* The deployment that started it.
  public let triggeringDeploymentID: Identifier?
  /// *Hydrated.* What the orchestrator calls it; nil until it has it.
  public let orchestratorRunID: String?
  /// *Hydrated.* The run template that it was made from.
  public let templateID: Identifier?
  /// The pipeline; its name only when hydrated.
  public let pipeline: ZenMLReference?
  /// *Hydrated.* The stack that it runs on.
  public let stack: ZenMLReference?
  /// *Hydrated.* The build that it uses.
  public let build: ZenMLReference?
  /// *Hydrated.* The snapshot that somebody asked to run; `snapshot` is an anonymous copy.
  public let sourceSnapshot: ZenMLReference?
  /// *Hydrated.* The anonymous snapshot that it was made from.
  public let snapshot: ZenMLReference?
  /// *Hydrated.* The native schedule that it belongs to; nil for runs started through the API.
  public let schedule: ZenMLReference?
  /// *Hydrated.* The run that this one replays.
  public let originalRunID: Identifier?
  /// *Hydrated.* Where logs come from: what ``ZenMLCollection/logs(of:source:)`` takes.
  public let logSources: [String]
  /// *Hydrated.* What was noted on it.
  public let runMetadata: [String: JSONValue]
  /// *Hydrated.* The names of its tags.
  public let tags: [String]

  /// The pipeline that it is a run of.
  public var pipelineID: Identifier? { pipeline?.id }

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    status = fields.text("status").map(ZenMLRunStatus.init(rawValue:)) ?? .unknown
    statusReason = fields.text("status_reason")
    number = fields.number("index")
    startTime = fields.instant("start_time")
    endTime = fields.instant("end_time")
    exceptionMessage = fields.entity("exception_info")?.word("message")
    triggeringDeploymentID = fields.entity("trigger_info")?.identifier("deployment_id")
    orchestratorRunID = fields.text("orchestrator_run_id")
    templateID = fields.identifier("template_id")
    pipeline = fields.reference("pipeline")
    stack = fields.reference("stack")
    build = fields.reference("build")
    sourceSnapshot = fields.reference("source_snapshot")
    snapshot = fields.reference("snapshot") ?? fields.reference("deployment")
    schedule = fields.reference("schedule")
    originalRunID = fields.reference("original_run")?.id
    logSources = fields.list("log_collection").compactMap { ZenMLFields($0).word("source") }
    runMetadata = fields.members("run_metadata")
    tags = fields.names("tags")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLRun {
  /// How it stands.
  public static var status: ZenMLFilterField<ZenMLRun, ZenMLRunStatus> { .init("status") { $0.status } }
  /// The pipeline that it is a run of.
  public static var pipelineID: ZenMLFilterField<ZenMLRun, Identifier> { .init("pipeline_id") { $0.pipeline?.id } }
  /// The name or id of its pipeline. Rows are not compared with it.
  public static var pipeline: ZenMLFilterField<ZenMLRun, String> { .init("pipeline") }
  /// The stack that it runs on.
  public static var stackID: ZenMLFilterField<ZenMLRun, Identifier> { .init("stack_id") { $0.stack?.id } }
  /// The snapshot that somebody asked to run.
  public static var sourceSnapshotID: ZenMLFilterField<ZenMLRun, Identifier> { .init("source_snapshot_id") { $0.sourceSnapshot?.id } }
  /// The anonymous snapshot that it was made from.
  public static var snapshotID: ZenMLFilterField<ZenMLRun, Identifier> { .init("snapshot_id") { $0.snapshot?.id } }
  /// The run template that it was made from.
  public static var templateID: ZenMLFilterField<ZenMLRun, Identifier> { .init("template_id") { $0.templateID } }
  /// The build that it uses.
  public static var buildID: ZenMLFilterField<ZenMLRun, Identifier> { .init("build_id") { $0.build?.id } }
  /// The native schedule that it belongs to; runs started through the API belong to none.
  public static var scheduleID: ZenMLFilterField<ZenMLRun, Identifier> { .init("schedule_id") { $0.schedule?.id } }
  /// The deployment that started it.
  public static var triggeringDeploymentID: ZenMLFilterField<ZenMLRun, Identifier> {
    .init("triggered_by_deployment_id") { $0.triggeringDeploymentID }
  }
  /// What the orchestrator calls it.
  public static var orchestratorRunID: ZenMLFilterField<ZenMLRun, String> { .init("orchestrator_run_id") { $0.orchestratorRunID } }
  /// When it was created.
  public static var startTime: ZenMLFilterField<ZenMLRun, Instant> { .init("start_time") { $0.startTime } }
  /// When it ended.
  public static var endTime: ZenMLFilterField<ZenMLRun, Instant> { .init("end_time") { $0.endTime } }
  /// True while it is not over, as the server sees it: some failed runs stay so.
  public static var isInProgress: ZenMLFilterField<ZenMLRun, Bool> { .init("in_progress") }
  /// Counts the pipeline's runs, from 1.
  public static var number: ZenMLFilterField<ZenMLRun, Int> { .init("index") { $0.number } }
  /// The name of a tag that it has. Rows are not compared with it.
  public static var tags: ZenMLFilterField<ZenMLRun, String> { .init("tags") }

  /// It has this metadata. Rows are not compared with it.
  public static func runMetadata(_ key: String, _ value: String) -> ZenMLFilterTerm { .parameter("run_metadata", "\(key):\(value)") }
}

extension ZenMLSort.Field where Record == ZenMLRun {
  /// When it was created.
  public static var startTime: Self { Self("start_time") }
  /// When it ended.
  public static var endTime: Self { Self("end_time") }
  /// How it stands, in the alphabet.
  public static var status: Self { Self("status") }
  /// Counts the pipeline's runs.
  public static var number: Self { Self("index") }
}

extension ZenMLRun {
  /// What can be changed of a run; nil stays as it is.
  public struct Update: ZenMLBody {
    /// For a run whose runner is gone, and that would stay as it is for ever.
    public var status: ZenMLRunStatus?
    /// Why it stands so.
    public var statusReason: String?
    /// Tags that it gets besides its own.
    public var addedTags: [String]?
    /// Tags that it loses.
    public var removedTags: [String]?

    /// Changes nothing, until something is set.
    public init() {}

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("status", status?.rawValue)
      members.add("status_reason", statusReason)
      members.add("add_tags", addedTags)
      members.add("remove_tags", removedTags)
      return members.all
    }
  }
}

extension ZenMLRun {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLRun>] {
    let terms = ZenMLFilterTerm<ZenMLRun>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.project), .init(terms.name),
      .init(terms.status), .init(terms.pipelineID), .init(terms.pipeline), .init(terms.stackID), .init(terms.sourceSnapshotID),
      .init(terms.snapshotID), .init(terms.templateID), .init(terms.buildID), .init(terms.scheduleID), .init(terms.triggeringDeploymentID),
      .init(terms.orchestratorRunID), .init(terms.startTime), .init(terms.endTime), .init(terms.isInProgress), .init(terms.number),
      .init(terms.tags),
    ]
  }
}
