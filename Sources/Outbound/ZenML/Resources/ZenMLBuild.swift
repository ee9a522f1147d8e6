import Values

/// A build: the images that a pipeline runs in on a stack.
public struct ZenMLBuild: ZenMLRecord, ZenMLCreatable, ZenMLDeletable {
  /// `/pipeline_builds`.
  public static let kind = ZenMLKind(path: "pipeline_builds", noun: "build", isOfProject: true)

  /// What all records have.
  public let common: ZenMLCommon
  /// *Hydrated.* The pipeline.
  public let pipeline: ZenMLReference?
  /// *Hydrated.* The stack.
  public let stack: ZenMLReference?
  /// *Hydrated.* True when only the machine that made it has it.
  public let isLocal: Bool?
  /// *Hydrated.* True when the images hold the pipeline's code.
  public let containsCode: Bool?
  /// *Hydrated.* The images by their purpose.
  public let images: [String: JSONValue]
  /// *Hydrated.* The version that it was made with.
  public let zenmlVersion: String?
  /// *Hydrated.* The version that it was made with.
  public let pythonVersion: String?
  /// *Hydrated.* What the stack was when it was made.
  public let stackChecksum: String?

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    pipeline = fields.reference("pipeline")
    stack = fields.reference("stack")
    isLocal = fields.flag("is_local")
    containsCode = fields.flag("contains_code")
    images = fields.members("images")
    zenmlVersion = fields.text("zenml_version")
    pythonVersion = fields.text("python_version")
    stackChecksum = fields.text("stack_checksum")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLBuild {
  /// Its pipeline.
  public static var pipelineID: ZenMLFilterField<ZenMLBuild, Identifier> { .init("pipeline_id") { $0.pipeline?.id } }
  /// Its stack.
  public static var stackID: ZenMLFilterField<ZenMLBuild, Identifier> { .init("stack_id") { $0.stack?.id } }
  /// True when only the machine that made it has it.
  public static var isLocal: ZenMLFilterField<ZenMLBuild, Bool> { .init("is_local") { $0.isLocal } }
  /// True when the images hold the pipeline's code.
  public static var containsCode: ZenMLFilterField<ZenMLBuild, Bool> { .init("contains_code") { $0.containsCode } }
  /// The version that it was made with.
  public static var zenmlVersion: ZenMLFilterField<ZenMLBuild, String> { .init("zenml_version") { $0.zenmlVersion } }
  /// The version that it was made with.
  public static var pythonVersion: ZenMLFilterField<ZenMLBuild, String> { .init("python_version") { $0.pythonVersion } }
}

extension ZenMLBuild {
  /// What is needed to make a build.
  public struct Request: ZenMLBody {
    /// True when only the machine that made it has it.
    public var isLocal: Bool
    /// True when the images hold the pipeline's code.
    public var containsCode: Bool
    /// The pipeline.
    public var pipeline: Identifier?
    /// The stack.
    public var stack: Identifier?
    /// The images by their purpose.
    public var images: [String: JSONValue]?
    /// The version that it is made with.
    public var zenmlVersion: String?
    /// The version that it is made with.
    public var pythonVersion: String?

    /// What the server cannot do without; everything else can be set before it is sent.
    public init(isLocal: Bool, containsCode: Bool) {
      self.isLocal = isLocal
      self.containsCode = containsCode
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("is_local", isLocal)
      members.add("contains_code", containsCode)
      members.add("pipeline", pipeline)
      members.add("stack", stack)
      members.add("images", images)
      members.add("zenml_version", zenmlVersion)
      members.add("python_version", pythonVersion)
      return members.all
    }
  }
}

extension ZenMLBuild {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLBuild>] {
    let terms = ZenMLFilterTerm<ZenMLBuild>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.project), .init(terms.pipelineID),
      .init(terms.stackID), .init(terms.isLocal), .init(terms.containsCode), .init(terms.zenmlVersion), .init(terms.pythonVersion),
    ]
  }
}
