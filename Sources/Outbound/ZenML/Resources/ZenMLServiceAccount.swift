import Values

/// An account of a program. It logs in with API keys: ``ZenMLClient/apiKeys(of:)``.
public struct ZenMLServiceAccount: ZenMLNamedRecord, ZenMLCreatable, ZenMLUpdatable, ZenMLDeletable {
  /// `/service_accounts`.
  public static let kind = ZenMLKind(path: "service_accounts", noun: "service account", isOfProject: false)

  /// What all records have.
  public let common: ZenMLCommon
  /// The name for people.
  public let fullName: String?
  /// False: its keys and tokens are worth nothing.
  public let isActive: Bool?
  /// *Hydrated.* What it is for.
  public let about: String?

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    fullName = fields.text("full_name")
    isActive = fields.flag("active")
    about = fields.text("description")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLServiceAccount {
  /// False: its keys and tokens are worth nothing.
  public static var isActive: ZenMLFilterField<ZenMLServiceAccount, Bool> { .init("active") { $0.isActive } }
  /// What it is for.
  public static var about: ZenMLFilterField<ZenMLServiceAccount, String> { .init("description") { $0.about } }
}

extension ZenMLServiceAccount {
  /// What is needed to make a service account.
  public struct Request: ZenMLBody {
    /// Unique among users and service accounts.
    public var name: String
    /// False: its keys and tokens are worth nothing.
    public var isActive: Bool
    /// The name for people.
    public var fullName: String?
    /// What it is for.
    public var about: String?

    /// What the server cannot do without; everything else can be set before it is sent.
    public init(name: String, isActive: Bool) {
      self.name = name
      self.isActive = isActive
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("active", isActive)
      members.add("full_name", fullName)
      members.add("description", about)
      return members.all
    }
  }
}

extension ZenMLServiceAccount {
  /// What can be changed of a service account; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Unique among users and service accounts.
    public var name: String?
    /// False: its keys and tokens are worth nothing at once.
    public var isActive: Bool?
    /// The name for people.
    public var fullName: String?
    /// What it is for.
    public var about: String?

    /// Changes nothing, until something is set.
    public init() {}

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("active", isActive)
      members.add("full_name", fullName)
      members.add("description", about)
      return members.all
    }
  }
}

extension ZenMLServiceAccount {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLServiceAccount>] {
    let terms = ZenMLFilterTerm<ZenMLServiceAccount>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.name), .init(terms.isActive), .init(terms.about),
    ]
  }
}
