import Values

/// A secret: values under a name. Neither its description nor its mirror shows them; ``ZenMLRecord/json`` does.
///
/// Secrets of others that are private are not there, even for an administrator.
public struct ZenMLSecret: ZenMLNamedRecord, ZenMLCreatable, ZenMLUpdatable, ZenMLDeletable {
  /// `/secrets`.
  public static let kind = ZenMLKind(path: "secrets", noun: "secret", isOfProject: false)

  /// What all records have.
  public let common: ZenMLCommon
  /// True: only its owner sees it.
  public let isPrivate: Bool?
  /// Only in the flat shape: `user` or `workspace`.
  public let scope: String?
  /// The values by key, in clear; empty in lists.
  public let values: [String: String]

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    isPrivate = fields.flag("private")
    scope = fields.text("scope")
    values = fields.members("values").compactMapValues(\.stringValue)
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLSecret {
  /// True: only its owner sees it.
  public static var isPrivate: ZenMLFilterField<ZenMLSecret, Bool> { .init("private") { $0.isPrivate } }
}

extension ZenMLSecret {
  /// What is needed to make a secret.
  public struct Request: ZenMLBody {
    /// Unique on the server.
    public var name: String
    /// The values by key.
    public var values: [String: String]
    /// Only its owner sees it.
    public var isPrivate: Bool?
    /// `user` or `workspace`: only in the dialect `.document`; real servers have `isPrivate` instead.
    public var scope: String?

    /// What the server cannot do without; everything else can be set before it is sent.
    public init(name: String, values: [String: String]) {
      self.name = name
      self.values = values
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("values", values)
      members.add("private", isPrivate)
      members.add("scope", scope)
      return members.all
    }
  }
}

extension ZenMLSecret {
  /// What can be changed of a secret; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Unique on the server.
    public var name: String?
    /// Only its owner sees it.
    public var isPrivate: Bool?
    /// Replaces all values; see ``ZenMLCollection/update(_:_:mergingValues:)``. Nil for a key drops it, when merged.
    public var values: [String: String?]?

    /// Changes nothing, until something is set.
    public init() {}

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("private", isPrivate)
      members.add("values", values)
      return members.all
    }
  }
}

extension ZenMLSecret {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLSecret>] {
    let terms = ZenMLFilterTerm<ZenMLSecret>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.name), .init(terms.isPrivate),
    ]
  }
}
