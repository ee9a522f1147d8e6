import Values

/// A pipeline deployment: an HTTP server of its own that runs a pipeline. Neither its description nor its mirror shows the key.
public struct ZenMLDeployment: ZenMLNamedRecord, ZenMLCreatable, ZenMLUpdatable, ZenMLDeletable {
  /// `/deployments`.
  public static let kind = ZenMLKind(path: "deployments", noun: "deployment", isOfProject: true)

  /// What all records have.
  public let common: ZenMLCommon
  /// `http://10.0.0.7:8001`: no slash at the end; nil while it is not deployed.
  public let url: String?
  /// What the deployer saw when it last looked: it stays `running` after the process has died.
  public let status: String?
  /// *Hydrated.* For `Authorization: Bearer`; nil when the deployment asks for none.
  public let authKey: String?
  /// The pipeline that it runs; its name only when hydrated.
  public let pipeline: ZenMLReference?
  /// *Hydrated.* The snapshot that it runs.
  public let snapshot: ZenMLReference?
  /// *Hydrated.* The stack that it runs on.
  public let stack: ZenMLReference?
  /// *Hydrated.* The component that deployed it.
  public let deployer: ZenMLReference?
  /// *Hydrated.* What the deployer noted, such as process and port.
  public let deploymentMetadata: [String: JSONValue]
  /// *Hydrated.* The names of its tags.
  public let tags: [String]

  /// The pipeline that it runs.
  public var pipelineID: Identifier? { pipeline?.id }
  /// The name of the pipeline that it runs; only when hydrated.
  public var pipelineName: String? { pipeline?.name }

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    url = Self.base(fields.text("url"))
    status = fields.text("status")
    authKey = fields.text("auth_key").flatMap { $0.isEmpty ? nil : $0 }
    pipeline = fields.reference("pipeline")
    snapshot = fields.reference("snapshot")
    stack = fields.reference("stack")
    deployer = fields.reference("deployer")
    deploymentMetadata = fields.members("deployment_metadata")
    tags = fields.names("tags")
    common = try fields.common()
  }

  private static func base(_ url: String?) -> String? {
    guard let url else { return nil }
    var rest = url[...]
    while rest.hasSuffix("/") { rest = rest.dropLast() }
    return rest.isEmpty ? nil : String(rest)
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLDeployment {
  /// The name or id of the pipeline that it runs. Rows are not compared with it.
  public static var pipeline: ZenMLFilterField<ZenMLDeployment, String> { .init("pipeline") }
  /// The pipeline that it runs.
  public static var pipelineID: ZenMLFilterField<ZenMLDeployment, Identifier> { .init("pipeline") { $0.pipeline?.id } }
  /// Where it is reached.
  public static var url: ZenMLFilterField<ZenMLDeployment, String> { .init("url") { $0.url } }
  /// What the deployer saw when it last looked.
  public static var status: ZenMLFilterField<ZenMLDeployment, String> { .init("status") { $0.status } }
  /// The snapshot that it runs.
  public static var snapshotID: ZenMLFilterField<ZenMLDeployment, Identifier> { .init("snapshot_id") { $0.snapshot?.id } }
  /// The component that deployed it.
  public static var deployerID: ZenMLFilterField<ZenMLDeployment, Identifier> { .init("deployer_id") { $0.deployer?.id } }
  /// The name of a tag that it has. Rows are not compared with it.
  public static var tags: ZenMLFilterField<ZenMLDeployment, String> { .init("tags") }
}

extension ZenMLDeployment {
  /// What is needed to note a deployment. The server notes it only: deploying is the deployer's work.
  public struct Request: ZenMLBody {
    /// Unique in the project.
    public var name: String
    /// The snapshot that it runs.
    public var snapshotID: Identifier
    /// The component that deploys it.
    public var deployerID: Identifier
    /// What it asks for as `Authorization: Bearer`.
    public var authKey: String?

    /// What the server cannot do without; everything else can be set before it is sent.
    public init(name: String, snapshotID: Identifier, deployerID: Identifier) {
      self.name = name
      self.snapshotID = snapshotID
      self.deployerID = deployerID
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("snapshot_id", snapshotID)
      members.add("deployer_id", deployerID)
      members.add("auth_key", authKey)
      return members.all
    }
  }

  /// What can be changed of a deployment; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Unique in the project.
    public var name: String?
    /// Where it is reached.
    public var url: String?
    /// `unknown`, `pending`, `running`, `absent` or `error`.
    public var status: String?
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
      members.add("url", url)
      members.add("status", status)
      members.add("add_tags", addedTags)
      members.add("remove_tags", removedTags)
      return members.all
    }
  }
}

extension ZenMLDeployment {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLDeployment>] {
    let terms = ZenMLFilterTerm<ZenMLDeployment>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.project), .init(terms.name),
      .init(terms.pipeline), .init(terms.url), .init(terms.status), .init(terms.snapshotID), .init(terms.deployerID), .init(terms.tags),
    ]
  }
}
