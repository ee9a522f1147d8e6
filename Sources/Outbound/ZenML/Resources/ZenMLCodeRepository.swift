import Values

/// A repository that pipelines' code comes from.
public struct ZenMLCodeRepository: ZenMLNamedRecord, ZenMLCreatable, ZenMLUpdatable, ZenMLDeletable {
  /// `/code_repositories`.
  public static let kind = ZenMLKind(path: "code_repositories", noun: "code repository", plural: "code repositories", isOfProject: true)

  /// What all records have.
  public let common: ZenMLCommon
  /// The Python class that speaks with it.
  public let source: ZenMLSourceName?
  /// The address of a picture.
  public let logo: String?
  /// *Hydrated.* What it is for.
  public let about: String?
  /// *Hydrated.* How it is reached.
  public let configuration: [String: JSONValue]

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    source = ZenMLSourceName(fields.value("source"))
    logo = fields.text("logo_url")
    about = fields.text("description")
    configuration = fields.members("config")
    common = try fields.common()
  }
}

extension ZenMLCodeRepository {
  /// What is needed to make a code repository.
  public struct Request: ZenMLBody {
    /// Unique in the project.
    public var name: String
    /// How it is reached.
    public var configuration: [String: JSONValue]
    /// The Python class that speaks with it.
    public var source: ZenMLSourceName
    /// What it is for.
    public var about: String?
    /// The address of a picture.
    public var logo: String?

    /// What the server cannot do without; everything else can be set before it is sent.
    public init(name: String, configuration: [String: JSONValue], source: ZenMLSourceName) {
      self.name = name
      self.configuration = configuration
      self.source = source
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("config", configuration)
      members.add("source", source)
      members.add("description", about)
      members.add("logo_url", logo)
      return members.all
    }
  }
}

extension ZenMLCodeRepository {
  /// What can be changed of a code repository; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Unique in the project.
    public var name: String?
    /// How it is reached.
    public var configuration: [String: JSONValue]?
    /// What it is for.
    public var about: String?
    /// The address of a picture.
    public var logo: String?

    /// Changes nothing, until something is set.
    public init() {}

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("config", configuration)
      members.add("description", about)
      members.add("logo_url", logo)
      return members.all
    }
  }
}

extension ZenMLCodeRepository {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLCodeRepository>] {
    let terms = ZenMLFilterTerm<ZenMLCodeRepository>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.project), .init(terms.name),
    ]
  }
}
