import Values

/// One version of an artifact: data, and where it is.
public struct ZenMLArtifactVersion: ZenMLRecord, ZenMLUpdatable, ZenMLDeletable {
  /// `/artifact_versions`.
  public static let kind = ZenMLKind(path: "artifact_versions", noun: "artifact version", isOfProject: true)

  /// What all records have.
  public let common: ZenMLCommon
  /// A number or a name of its own.
  public let version: String?
  /// The artifact that it is a version of.
  public let artifact: ZenMLReference?
  /// Where the data is.
  public let uri: String?
  /// `DataArtifact`, `ModelArtifact` …
  public let type: String?
  /// The Python type of the data.
  public let dataType: ZenMLSourceName?
  /// The component that holds the data.
  public let artifactStoreID: Identifier?
  /// *Hydrated.* The run that made it.
  public let producerRunID: Identifier?
  /// *Hydrated.* The step that made it.
  public let producerStepID: Identifier?
  /// *Hydrated.* What was noted on it.
  public let runMetadata: [String: JSONValue]
  /// *Hydrated.* The names of its tags.
  public let tags: [String]

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    version = fields.text("version")
    artifact = fields.reference("artifact")
    uri = fields.text("uri")
    type = fields.text("type")
    dataType = ZenMLSourceName(fields.value("data_type"))
    artifactStoreID = fields.identifier("artifact_store_id")
    producerRunID = fields.identifier("producer_pipeline_run_id")
    producerStepID = fields.identifier("producer_step_run_id")
    runMetadata = fields.members("run_metadata")
    tags = fields.names("tags")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLArtifactVersion {
  /// The name or id of its artifact. Rows are not compared with it.
  public static var artifact: ZenMLFilterField<ZenMLArtifactVersion, String> { .init("artifact") }
  /// The artifact that it is a version of.
  public static var artifactID: ZenMLFilterField<ZenMLArtifactVersion, Identifier> { .init("artifact_id") { $0.artifact?.id } }
  /// Its version.
  public static var version: ZenMLFilterField<ZenMLArtifactVersion, String> { .init("version") { $0.version } }
  /// Its version, where that is a number.
  public static var versionNumber: ZenMLFilterField<ZenMLArtifactVersion, Int> { .init("version_number") { $0.version.flatMap(Int.init) } }
  /// Where the data is.
  public static var uri: ZenMLFilterField<ZenMLArtifactVersion, String> { .init("uri") { $0.uri } }
  /// `DataArtifact`, `ModelArtifact` …
  public static var type: ZenMLFilterField<ZenMLArtifactVersion, String> { .init("type") { $0.type } }
  /// The component that holds the data.
  public static var artifactStoreID: ZenMLFilterField<ZenMLArtifactVersion, Identifier> {
    .init("artifact_store_id") { $0.artifactStoreID }
  }
  /// A model version that uses it. Rows are not compared with it.
  public static var modelVersionID: ZenMLFilterField<ZenMLArtifactVersion, Identifier> { .init("model_version_id") }
  /// The name or id of a run that it belongs to. Rows are not compared with it.
  public static var pipelineRun: ZenMLFilterField<ZenMLArtifactVersion, String> { .init("pipeline_run") }
  /// True for those that no run uses. Rows are not compared with it.
  public static var onlyUnused: ZenMLFilterField<ZenMLArtifactVersion, Bool> { .init("only_unused") }
  /// The name of a tag that it has. Rows are not compared with it.
  public static var tags: ZenMLFilterField<ZenMLArtifactVersion, String> { .init("tags") }
}

extension ZenMLArtifactVersion {
  /// What can be changed of a artifact version; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Tags that it gets besides its own.
    public var addedTags: [String]?
    /// Tags that it loses.
    public var removedTags: [String]?

    /// Changes nothing, until something is set.
    public init() {}

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("add_tags", addedTags)
      members.add("remove_tags", removedTags)
      return members.all
    }
  }
}

extension ZenMLArtifactVersion {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLArtifactVersion>] {
    let terms = ZenMLFilterTerm<ZenMLArtifactVersion>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.project), .init(terms.artifact),
      .init(terms.artifactID), .init(terms.version), .init(terms.versionNumber), .init(terms.uri), .init(terms.type),
      .init(terms.artifactStoreID), .init(terms.modelVersionID), .init(terms.pipelineRun), .init(terms.onlyUnused), .init(terms.tags),
    ]
  }
}
