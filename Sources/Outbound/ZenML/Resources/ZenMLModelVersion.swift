import Values

/// One version of a model.
public struct ZenMLModelVersion: ZenMLNamedRecord, ZenMLCreatable, ZenMLUpdatable, ZenMLDeletable {
  /// `/model_versions`.
  public static let kind = ZenMLKind(path: "model_versions", noun: "model version", isOfProject: true)

  /// What all records have.
  public let common: ZenMLCommon
  /// The model that it is a version of.
  public let model: ZenMLReference?
  /// Counts the versions of the model, from 1.
  public let number: Int?
  /// `none`, `staging`, `production`, `archived`; nil without one.
  public let stage: String?
  /// *Hydrated.* What its author says about it.
  public let about: String?
  /// *Hydrated.* What was noted on it.
  public let runMetadata: [String: JSONValue]
  /// *Hydrated.* The names of its tags.
  public let tags: [String]

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    model = fields.reference("model")
    number = fields.number("number")
    stage = fields.text("stage")
    about = fields.text("description")
    runMetadata = fields.members("run_metadata")
    tags = fields.names("tags")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLModelVersion {
  /// The name or id of its model. Rows are not compared with it.
  public static var model: ZenMLFilterField<ZenMLModelVersion, String> { .init("model") }
  /// The model that it is a version of.
  public static var modelID: ZenMLFilterField<ZenMLModelVersion, Identifier> { .init("model") { $0.model?.id } }
  /// Counts the versions of the model, from 1.
  public static var number: ZenMLFilterField<ZenMLModelVersion, Int> { .init("number") { $0.number } }
  /// `staging`, `production` …
  public static var stage: ZenMLFilterField<ZenMLModelVersion, String> { .init("stage") { $0.stage } }
  /// The name of a tag that it has. Rows are not compared with it.
  public static var tags: ZenMLFilterField<ZenMLModelVersion, String> { .init("tags") }
}

extension ZenMLSort.Field where Record == ZenMLModelVersion {
  /// Its number.
  public static var number: Self { Self("number") }
}

extension ZenMLModelVersion {
  /// What is needed to make a model version.
  public struct Request: ZenMLBody {
    /// The model that it is a version of.
    public var model: Identifier
    /// Its number in words, unless named.
    public var name: String?
    /// What it is.
    public var about: String?
    /// `staging`, `production` or `archived`; only one version of a model has each of the first two.
    public var stage: String?
    /// Names of tags.
    public var tags: [String]?

    /// What the server cannot do without; everything else can be set before it is sent.
    public init(model: Identifier) {
      self.model = model
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("model", model)
      members.add("name", name)
      members.add("description", about)
      members.add("stage", stage)
      members.add("tags", tags)
      return members.all
    }
  }
}

extension ZenMLModelVersion {
  /// What can be changed of a model version; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Unique among the model's versions.
    public var name: String?
    /// What it is.
    public var about: String?
    /// `none`, `staging`, `production` or `archived`.
    public var stage: String?
    /// Takes the stage from the version that has it.
    public var replacesStage: Bool?
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
      members.add("stage", stage)
      members.add("force", replacesStage)
      members.add("add_tags", addedTags)
      members.add("remove_tags", removedTags)
      return members.all
    }
  }
}

extension ZenMLModelVersion {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLModelVersion>] {
    let terms = ZenMLFilterTerm<ZenMLModelVersion>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.project), .init(terms.name),
      .init(terms.model), .init(terms.number), .init(terms.stage), .init(terms.tags),
    ]
  }
}
