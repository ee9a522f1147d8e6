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
  /// *Hydrated.* Where logs come from: what `client.runs.logs(of:source:)` takes.
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
