import Values

/// A snapshot: a pipeline with its stack, code and settings, frozen so that a server can run it.
///
/// Every run adds an anonymous one, so lists should say `.isNamed.equals(true)`. Snapshots of different pipelines can have one name.
public struct ZenMLSnapshot: ZenMLFindableByName, ZenMLUpdatable, ZenMLDeletable {
  /// `/pipeline_snapshots`.
  public static let kind = ZenMLKind(path: "pipeline_snapshots", noun: "snapshot", isOfProject: true)

  /// What all records have.
  public let common: ZenMLCommon
  /// True when it has a build that is not local. The server may refuse to run it all the same, for its stack's flavors.
  public let isRunnable: Bool?
  /// True when it can be deployed.
  public let isDeployable: Bool?
  /// True when the pipeline itself takes parameters; nil on servers that do not say.
  public let isDynamic: Bool?
  /// The pipeline; its name only when hydrated.
  public let pipeline: ZenMLReference?
  /// *Hydrated.* The stack.
  public let stack: ZenMLReference?
  /// *Hydrated.* The build.
  public let build: ZenMLReference?
  /// *Hydrated.* What its author says about it.
  public let about: String?
  /// *Hydrated.* What runs are called that get no name.
  public let runNameTemplate: String?
  /// *Hydrated.* Steps and schemas of their parameters: `steps[].parameter_spec`, and `input_schema` of a dynamic pipeline.
  public let pipelineSpec: [String: JSONValue]
  /// The JSON Schema of a run's configuration; only when asked for, see ``ZenMLCollection/get(_:withConfigurationSchema:)``.
  public let configurationSchema: [String: JSONValue]
  /// A run's configuration to fill in; comes with the schema.
  public let configurationTemplate: [String: JSONValue]
  /// *Hydrated.* The newest run.
  public let latestRunID: Identifier?
  /// *Hydrated.* The names of its tags.
  public let tags: [String]

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    isRunnable = fields.flag("runnable")
    isDeployable = fields.flag("deployable")
    isDynamic = fields.flag("is_dynamic")
    pipeline = fields.reference("pipeline")
    stack = fields.reference("stack")
    build = fields.reference("build")
    about = fields.text("description")
    runNameTemplate = fields.text("run_name_template")
    pipelineSpec = fields.members("pipeline_spec")
    configurationSchema = fields.members("config_schema")
    configurationTemplate = fields.members("config_template")
    latestRunID = fields.identifier("latest_run_id")
    tags = fields.names("tags")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLSnapshot {
  /// True leaves out the anonymous ones; false brings all.
  public static var isNamed: ZenMLFilterField<ZenMLSnapshot, Bool> { .init("named_only") { $0.name != nil } }
  /// True when it has a build that is not local.
  public static var isRunnable: ZenMLFilterField<ZenMLSnapshot, Bool> { .init("runnable") { $0.isRunnable } }
  /// True when it can be deployed.
  public static var isDeployable: ZenMLFilterField<ZenMLSnapshot, Bool> { .init("deployable") { $0.isDeployable } }
  /// True when it is deployed. Rows are not compared with it.
  public static var isDeployed: ZenMLFilterField<ZenMLSnapshot, Bool> { .init("deployed") }
  /// The name or id of its pipeline. Rows are not compared with it.
  public static var pipeline: ZenMLFilterField<ZenMLSnapshot, String> { .init("pipeline") }
  /// Its pipeline.
  public static var pipelineID: ZenMLFilterField<ZenMLSnapshot, Identifier> { .init("pipeline") { $0.pipeline?.id } }
  /// The name or id of its stack. Rows are not compared with it.
  public static var stack: ZenMLFilterField<ZenMLSnapshot, String> { .init("stack") }
  /// Its build.
  public static var buildID: ZenMLFilterField<ZenMLSnapshot, Identifier> { .init("build_id") { $0.build?.id } }
  /// A native schedule that runs it. Rows are not compared with it.
  public static var scheduleID: ZenMLFilterField<ZenMLSnapshot, Identifier> { .init("schedule_id") }
  /// The snapshot that it was copied from. Rows are not compared with it.
  public static var sourceSnapshotID: ZenMLFilterField<ZenMLSnapshot, Identifier> { .init("source_snapshot_id") }
  /// The name of a tag that it has. Rows are not compared with it.
  public static var tags: ZenMLFilterField<ZenMLSnapshot, String> { .init("tags") }
}

extension ZenMLSnapshot {
  /// What can be changed of a snapshot; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Unique among the pipeline's snapshots.
    public var name: String?
    /// What it is for.
    public var about: String?
    /// Takes the name from the snapshot that has it.
    public var replaces: Bool?
    /// Tags that it gets besides its own.
    public var addedTags: [String]?
    /// Tags that it loses.
    public var removedTags: [String]?

    /// Changes nothing, until something is set.
    public init() {}

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("description", about)
      members.add("replace", replaces)
      members.add("add_tags", addedTags)
      members.add("remove_tags", removedTags)
      return members.all
    }
  }
}

extension ZenMLSnapshot {
  /// Nil for an anonymous one.
  public var name: String? { common.name }
}

extension ZenMLSnapshot {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLSnapshot>] {
    let terms = ZenMLFilterTerm<ZenMLSnapshot>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.project), .init(terms.name),
      .init(terms.isNamed), .init(terms.isRunnable), .init(terms.isDeployable), .init(terms.isDeployed), .init(terms.pipeline),
      .init(terms.stack), .init(terms.buildID), .init(terms.scheduleID), .init(terms.sourceSnapshotID), .init(terms.tags),
    ]
  }
}
