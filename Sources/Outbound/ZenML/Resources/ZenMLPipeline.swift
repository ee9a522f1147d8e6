import Values

/// A pipeline: what runs are runs of.
public struct ZenMLPipeline: ZenMLNamedRecord, ZenMLCreatable, ZenMLUpdatable, ZenMLDeletable {
  /// `/pipelines`.
  public static let kind = ZenMLKind(path: "pipelines", noun: "pipeline", isOfProject: true)

  /// What all records have.
  public let common: ZenMLCommon
  /// Only servers up to 0.58 have versions of pipelines, and the published document.
  public let version: String?
  /// *Hydrated.* What its author says about it.
  public let about: String?
  /// *Hydrated.* The newest run.
  public let latestRunID: Identifier?
  /// *Hydrated.* How the newest run stands.
  public let latestRunStatus: ZenMLRunStatus?
  /// *Hydrated.* The names of its tags.
  public let tags: [String]

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    version = fields.text("version")
    about = fields.text("description")
    latestRunID = fields.identifier("latest_run_id")
    latestRunStatus = fields.text("latest_run_status").map(ZenMLRunStatus.init(rawValue:))
    tags = fields.names("tags")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLPipeline {
  /// Its version; servers from 0.59 on have none and bring every row.
  public static var version: ZenMLFilterField<ZenMLPipeline, String> { .init("version") { $0.version } }
  /// How its newest run stands.
  public static var latestRunStatus: ZenMLFilterField<ZenMLPipeline, ZenMLRunStatus> { .init("latest_run_status") { $0.latestRunStatus } }
  /// The name of a tag that it has. Rows are not compared with it.
  public static var tags: ZenMLFilterField<ZenMLPipeline, String> { .init("tags") }
}

extension ZenMLPipeline {
  /// What is needed to make a pipeline.
  public struct Request: ZenMLBody {
    /// Unique in the project.
    public var name: String
    /// What it is for.
    public var about: String?
    /// Names of tags, made where they do not exist.
    public var tags: [String]?
    /// Only for servers that have versions of pipelines, and in the dialect `.document`.
    public var version: String?
    /// Only in the dialect `.document`.
    public var spec: [String: JSONValue]?

    /// What the server cannot do without; everything else can be set before it is sent.
    public init(name: String) {
      self.name = name
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("description", about)
      members.add("tags", tags)
      members.add("version", version)
      members.add("spec", spec)
      return members.all
    }
  }
}

extension ZenMLPipeline {
  /// What can be changed of a pipeline; nil stays as it is.
  public struct Update: ZenMLBody {
    /// What it is for.
    public var about: String?
    /// Tags that it gets besides its own.
    public var addedTags: [String]?
    /// Tags that it loses.
    public var removedTags: [String]?

    /// Changes nothing, until something is set.
    public init() {}

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("description", about)
      members.add("add_tags", addedTags)
      members.add("remove_tags", removedTags)
      return members.all
    }
  }
}

extension ZenMLPipeline {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLPipeline>] {
    let terms = ZenMLFilterTerm<ZenMLPipeline>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.project), .init(terms.name),
      .init(terms.version), .init(terms.latestRunStatus), .init(terms.tags),
    ]
  }
}
