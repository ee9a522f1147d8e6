import Values

/// A project: the space in which names of schedules and runs are unique.
public struct ZenMLProject: ZenMLNamedRecord, ZenMLCreatable, ZenMLUpdatable, ZenMLDeletable {
  /// `/projects`.
  public static let kind = ZenMLKind(path: "projects", noun: "project", isOfProject: false)

  /// What all records have.
  public let common: ZenMLCommon
  /// The name for people.
  public let displayName: String?
  /// *Hydrated.* What it is for.
  public let about: String?
  /// *Hydrated.* What was noted on it.
  public let metadata: [String: JSONValue]

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    displayName = fields.text("display_name")
    about = fields.text("description")
    metadata = fields.members("project_metadata")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLProject {
  /// The name for people.
  public static var displayName: ZenMLFilterField<ZenMLProject, String> { .init("display_name") { $0.displayName } }
}

extension ZenMLProject {
  /// What is needed to make a project.
  public struct Request: ZenMLBody {
    /// Unique on the server.
    public var name: String
    /// The name for people.
    public var displayName: String?
    /// What it is for.
    public var about: String?

    /// What the server cannot do without; everything else can be set before it is sent.
    public init(name: String) {
      self.name = name
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("display_name", displayName)
      members.add("description", about)
      return members.all
    }
  }
}

extension ZenMLProject {
  /// What can be changed of a project; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Unique on the server.
    public var name: String?
    /// The name for people.
    public var displayName: String?
    /// What it is for.
    public var about: String?

    /// Changes nothing, until something is set.
    public init() {}

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("display_name", displayName)
      members.add("description", about)
      return members.all
    }
  }
}

extension ZenMLProject {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLProject>] {
    let terms = ZenMLFilterTerm<ZenMLProject>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.name), .init(terms.displayName),
    ]
  }
}
