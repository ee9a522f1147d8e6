import Values

/// An artifact: a name under which versions of data are kept.
public struct ZenMLArtifact: ZenMLNamedRecord, ZenMLUpdatable, ZenMLDeletable {
  /// `/artifacts`.
  public static let kind = ZenMLKind(path: "artifacts", noun: "artifact", isOfProject: true)

  /// What all records have.
  public let common: ZenMLCommon
  /// Only in the flat shape, where an artifact is one version.
  public let version: String?
  /// Only in the flat shape.
  public let type: String?
  /// Only in the flat shape: where the data is.
  public let uri: String?
  /// *Hydrated.* True when its author named it.
  public let hasCustomName: Bool?
  /// *Hydrated.* The newest version.
  public let latestVersionID: Identifier?
  /// *Hydrated.* What the newest version is called.
  public let latestVersionName: String?
  /// *Hydrated.* The names of its tags.
  public let tags: [String]

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    version = fields.text("version")
    type = fields.text("type")
    uri = fields.text("uri")
    hasCustomName = fields.flag("has_custom_name")
    latestVersionID = fields.identifier("latest_version_id")
    latestVersionName = fields.text("latest_version_name")
    tags = fields.names("tags")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLArtifact {
  /// True when its author named it.
  public static var hasCustomName: ZenMLFilterField<ZenMLArtifact, Bool> { .init("has_custom_name") { $0.hasCustomName } }
  /// The name of a tag that it has. Rows are not compared with it.
  public static var tags: ZenMLFilterField<ZenMLArtifact, String> { .init("tags") }
}

extension ZenMLArtifact {
  /// What can be changed of a artifact; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Unique in the project.
    public var name: String?
    /// True when its author named it.
    public var hasCustomName: Bool?
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
      members.add("has_custom_name", hasCustomName)
      members.add("add_tags", addedTags)
      members.add("remove_tags", removedTags)
      return members.all
    }
  }
}

extension ZenMLArtifact {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLArtifact>] {
    let terms = ZenMLFilterTerm<ZenMLArtifact>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.project), .init(terms.name),
      .init(terms.hasCustomName), .init(terms.tags),
    ]
  }
}
