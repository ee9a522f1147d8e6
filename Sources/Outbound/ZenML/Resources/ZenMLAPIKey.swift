import CivilTime
import Values

/// A key of a service account.
///
/// ``key`` is a secret, and the server shows it only when the key is made or rotated.
public struct ZenMLAPIKey: ZenMLNamedRecord, ZenMLCreatable, ZenMLUpdatable, ZenMLDeletable {
  /// `/api_keys`.
  public static let kind = ZenMLKind(path: "api_keys", noun: "API key", plural: "API keys", isOfProject: false)

  /// What all records have.
  public let common: ZenMLCommon
  /// `ZENKEY_…`: only in the answers of `create` and `rotate`.
  public let key: String?
  /// False: it and the tokens that came from it are worth nothing.
  public let isActive: Bool?
  /// *Hydrated.* What it is for.
  public let about: String?
  /// *Hydrated.* How long the key before the last rotation still counts.
  public let retainPeriodMinutes: Int?
  /// *Hydrated.* When it was last used.
  public let lastLogin: Instant?
  /// *Hydrated.* When it was last replaced.
  public let lastRotated: Instant?

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    key = fields.text("key")
    isActive = fields.flag("active")
    about = fields.text("description")
    retainPeriodMinutes = fields.number("retain_period_minutes")
    lastLogin = fields.instant("last_login")
    lastRotated = fields.instant("last_rotated")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLAPIKey {
  /// False: it is worth nothing.
  public static var isActive: ZenMLFilterField<ZenMLAPIKey, Bool> { .init("active") { $0.isActive } }
  /// What it is for.
  public static var about: ZenMLFilterField<ZenMLAPIKey, String> { .init("description") { $0.about } }
}

extension ZenMLAPIKey {
  /// What is needed to make a API key.
  public struct Request: ZenMLBody {
    /// Unique among the account's keys.
    public var name: String
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
      members.add("description", about)
      return members.all
    }
  }
}

extension ZenMLAPIKey {
  /// What can be changed of a API key; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Unique among the account's keys.
    public var name: String?
    /// False: it and the tokens that came from it are worth nothing at once.
    public var isActive: Bool?
    /// What it is for.
    public var about: String?

    /// Changes nothing, until something is set.
    public init() {}

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("active", isActive)
      members.add("description", about)
      return members.all
    }
  }
}

extension ZenMLAPIKey {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLAPIKey>] {
    let terms = ZenMLFilterTerm<ZenMLAPIKey>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.name), .init(terms.isActive), .init(terms.about),
    ]
  }
}
