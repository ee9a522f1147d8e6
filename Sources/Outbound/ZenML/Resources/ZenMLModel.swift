import Values

/// A model: a name under which versions are kept.
public struct ZenMLModel: ZenMLNamedRecord, ZenMLCreatable, ZenMLUpdatable, ZenMLDeletable {
  /// `/models`.
  public static let kind = ZenMLKind(path: "models", noun: "model", isOfProject: true)

  /// What all records have.
  public let common: ZenMLCommon
  /// *Hydrated.* What its author says about it.
  public let about: String?
  /// *Hydrated.* Under what license it is.
  public let license: String?
  /// *Hydrated.* Whom it is for.
  public let audience: String?
  /// *Hydrated.* What it is for.
  public let useCases: String?
  /// *Hydrated.* What it cannot do.
  public let limitations: String?
  /// *Hydrated.* What was weighed against what.
  public let tradeOffs: String?
  /// *Hydrated.* What is to be minded.
  public let ethics: String?
  /// *Hydrated.* The newest version.
  public let latestVersionID: Identifier?
  /// *Hydrated.* What the newest version is called.
  public let latestVersionName: String?
  /// *Hydrated.* The names of its tags.
  public let tags: [String]

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    about = fields.text("description")
    license = fields.text("license")
    audience = fields.text("audience")
    useCases = fields.text("use_cases")
    limitations = fields.text("limitations")
    tradeOffs = fields.text("trade_offs")
    ethics = fields.word("ethics") ?? fields.word("ethical_considerations")
    latestVersionID = fields.identifier("latest_version_id")
    latestVersionName = fields.text("latest_version_name")
    tags = fields.names("tags")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLModel {
  /// The name of a tag that it has. Rows are not compared with it.
  public static var tags: ZenMLFilterField<ZenMLModel, String> { .init("tags") }
}

extension ZenMLModel {
  /// What is needed to make a model.
  public struct Request: ZenMLBody {
    /// Unique in the project.
    public var name: String
    /// What it is.
    public var about: String?
    /// Under what license it is.
    public var license: String?
    /// Whom it is for.
    public var audience: String?
    /// What it is for.
    public var useCases: String?
    /// What it cannot do.
    public var limitations: String?
    /// What was weighed against what.
    public var tradeOffs: String?
    /// What is to be minded.
    public var ethics: String?
    /// Names of tags.
    public var tags: [String]?

    /// What the server cannot do without; everything else can be set before it is sent.
    public init(name: String) {
      self.name = name
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("description", about)
      members.add("license", license)
      members.add("audience", audience)
      members.add("use_cases", useCases)
      members.add("limitations", limitations)
      members.add("trade_offs", tradeOffs)
      members.add("ethics", ethics)
      members.add("tags", tags)
      return members.all
    }
  }
}

extension ZenMLModel {
  /// What can be changed of a model; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Unique in the project.
    public var name: String?
    /// What it is.
    public var about: String?
    /// Under what license it is.
    public var license: String?
    /// Whom it is for.
    public var audience: String?
    /// What it is for.
    public var useCases: String?
    /// What it cannot do.
    public var limitations: String?
    /// What was weighed against what.
    public var tradeOffs: String?
    /// What is to be minded.
    public var ethics: String?
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
      members.add("license", license)
      members.add("audience", audience)
      members.add("use_cases", useCases)
      members.add("limitations", limitations)
      members.add("trade_offs", tradeOffs)
      members.add("ethics", ethics)
      members.add("add_tags", addedTags)
      members.add("remove_tags", removedTags)
      return members.all
    }
  }
}

extension ZenMLModel {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLModel>] {
    let terms = ZenMLFilterTerm<ZenMLModel>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.project), .init(terms.name),
      .init(terms.tags),
    ]
  }
}
