import Values

/// A run template: the older name of a snapshot that a server can run.
public struct ZenMLRunTemplate: ZenMLNamedRecord, ZenMLCreatable, ZenMLUpdatable, ZenMLDeletable {
  /// `/run_templates`.
  public static let kind = ZenMLKind(path: "run_templates", noun: "run template", isOfProject: true)

  /// What all records have.
  public let common: ZenMLCommon
  /// True when it has a build that is not local.
  public let isRunnable: Bool?
  /// True when people are not shown it.
  public let isHidden: Bool?
  /// *Hydrated.* What its author says about it.
  public let about: String?
  /// *Hydrated.* The snapshot that it runs.
  public let sourceSnapshot: ZenMLReference?
  /// *Hydrated.* The pipeline.
  public let pipeline: ZenMLReference?
  /// *Hydrated.* The build.
  public let build: ZenMLReference?
  /// *Hydrated by id.* The JSON Schema of a run's configuration.
  public let configurationSchema: [String: JSONValue]
  /// *Hydrated by id.* A run's configuration to fill in.
  public let configurationTemplate: [String: JSONValue]
  /// *Hydrated.* The newest run.
  public let latestRunID: Identifier?
  /// *Hydrated.* The names of its tags.
  public let tags: [String]

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    isRunnable = fields.flag("runnable")
    isHidden = fields.flag("hidden")
    about = fields.text("description")
    sourceSnapshot = fields.reference("source_snapshot")
    pipeline = fields.reference("pipeline")
    build = fields.reference("build")
    configurationSchema = fields.members("config_schema")
    configurationTemplate = fields.members("config_template")
    latestRunID = fields.identifier("latest_run_id")
    tags = fields.names("tags")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLRunTemplate {
  /// True when people are not shown it.
  public static var isHidden: ZenMLFilterField<ZenMLRunTemplate, Bool> { .init("hidden") { $0.isHidden } }
  /// Its pipeline.
  public static var pipelineID: ZenMLFilterField<ZenMLRunTemplate, Identifier> { .init("pipeline_id") { $0.pipeline?.id } }
  /// Its build.
  public static var buildID: ZenMLFilterField<ZenMLRunTemplate, Identifier> { .init("build_id") { $0.build?.id } }
  /// Its stack. Rows are not compared with it.
  public static var stackID: ZenMLFilterField<ZenMLRunTemplate, Identifier> { .init("stack_id") }
  /// The name or id of its pipeline. Rows are not compared with it.
  public static var pipeline: ZenMLFilterField<ZenMLRunTemplate, String> { .init("pipeline") }
  /// The name of a tag that it has. Rows are not compared with it.
  public static var tags: ZenMLFilterField<ZenMLRunTemplate, String> { .init("tags") }
}

extension ZenMLRunTemplate {
  /// What is needed to make a run template.
  public struct Request: ZenMLBody {
    /// Unique in the project; the source snapshot is renamed to it unless the template is hidden.
    public var name: String
    /// The snapshot that it runs.
    public var sourceSnapshotID: Identifier
    /// What it is for.
    public var about: String?
    /// People are not shown it.
    public var isHidden: Bool?
    /// Names of tags.
    public var tags: [String]?

    /// What the server cannot do without; everything else can be set before it is sent.
    public init(name: String, sourceSnapshotID: Identifier) {
      self.name = name
      self.sourceSnapshotID = sourceSnapshotID
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("source_snapshot_id", sourceSnapshotID)
      members.add("description", about)
      members.add("hidden", isHidden)
      members.add("tags", tags)
      return members.all
    }
  }
}

extension ZenMLRunTemplate {
  /// What can be changed of a run template; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Unique in the project.
    public var name: String?
    /// What it is for.
    public var about: String?
    /// People are not shown it.
    public var isHidden: Bool?
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
      members.add("hidden", isHidden)
      members.add("add_tags", addedTags)
      members.add("remove_tags", removedTags)
      return members.all
    }
  }
}

extension ZenMLRunTemplate {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLRunTemplate>] {
    let terms = ZenMLFilterTerm<ZenMLRunTemplate>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.project), .init(terms.name),
      .init(terms.isHidden), .init(terms.pipelineID), .init(terms.buildID), .init(terms.stackID), .init(terms.pipeline), .init(terms.tags),
    ]
  }
}
