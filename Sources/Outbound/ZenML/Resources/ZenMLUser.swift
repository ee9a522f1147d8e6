import Values

/// A person's account, or what the server says of the one who asks.
public struct ZenMLUser: ZenMLNamedRecord, ZenMLCreatable, ZenMLUpdatable, ZenMLDeletable {
  /// `/users`.
  public static let kind = ZenMLKind(path: "users", noun: "user", isOfProject: false)

  /// What all records have.
  public let common: ZenMLCommon
  /// The name for people.
  public let fullName: String?
  /// *Hydrated.* Only for administrators and oneself.
  public let email: String?
  /// False: the account cannot log in.
  public let isActive: Bool?
  /// True for administrators.
  public let isAdministrator: Bool?
  /// True for a program's account.
  public let isServiceAccount: Bool?
  /// The project that it begins with.
  public let defaultProjectID: Identifier?

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    fullName = fields.text("full_name")
    email = fields.text("email")
    isActive = fields.flag("active")
    isAdministrator = fields.flag("is_admin")
    isServiceAccount = fields.flag("is_service_account")
    defaultProjectID = fields.identifier("default_project_id")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLUser {
  /// The name for people.
  public static var fullName: ZenMLFilterField<ZenMLUser, String> { .init("full_name") { $0.fullName } }
  /// The address.
  public static var email: ZenMLFilterField<ZenMLUser, String> { .init("email") { $0.email } }
  /// False: the account cannot log in.
  public static var isActive: ZenMLFilterField<ZenMLUser, Bool> { .init("active") { $0.isActive } }
}

extension ZenMLUser {
  /// What is needed to make a user.
  public struct Request: ZenMLBody {
    /// Unique among users and service accounts.
    public var name: String
    /// True for administrators.
    public var isAdministrator: Bool
    /// Without one, the account waits to be activated.
    public var password: String?
    /// The name for people.
    public var fullName: String?
    /// The address.
    public var email: String?
    /// False: the account cannot log in.
    public var isActive: Bool?

    /// What the server cannot do without; everything else can be set before it is sent.
    public init(name: String, isAdministrator: Bool) {
      self.name = name
      self.isAdministrator = isAdministrator
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("is_admin", isAdministrator)
      members.add("password", password)
      members.add("full_name", fullName)
      members.add("email", email)
      members.add("active", isActive)
      return members.all
    }
  }
}

extension ZenMLUser {
  /// What can be changed of a user; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Unique among users and service accounts.
    public var name: String?
    /// True for administrators.
    public var isAdministrator: Bool?
    /// The name for people.
    public var fullName: String?
    /// The address.
    public var email: String?
    /// False: the account cannot log in.
    public var isActive: Bool?
    /// The project that it begins with.
    public var defaultProjectID: Identifier?

    /// Changes nothing, until something is set.
    public init() {}

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("is_admin", isAdministrator)
      members.add("full_name", fullName)
      members.add("email", email)
      members.add("active", isActive)
      members.add("default_project_id", defaultProjectID)
      return members.all
    }
  }
}

extension ZenMLUser {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLUser>] {
    let terms = ZenMLFilterTerm<ZenMLUser>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.name), .init(terms.fullName), .init(terms.email),
      .init(terms.isActive),
    ]
  }
}
