import CivilTime
import Values

/// A service connector: how to reach something outside, with credentials.
///
/// Its configuration can hold secrets; neither description nor mirror shows it.
public struct ZenMLServiceConnector: ZenMLNamedRecord, ZenMLCreatable, ZenMLUpdatable, ZenMLDeletable {
  /// `/service_connectors`.
  public static let kind = ZenMLKind(path: "service_connectors", noun: "service connector", isOfProject: false)

  /// What all records have.
  public let common: ZenMLCommon
  /// `docker`, `aws` …
  public let type: String?
  /// `password`, `iam-role` …
  public let authenticationMethod: String?
  /// What it gives access to, such as `docker-registry`.
  public let resourceTypes: [String]
  /// The one thing that it gives access to; nil for all.
  public let resourceID: String?
  /// When its credentials end.
  public let expiresAt: Instant?
  /// What it is for.
  public let about: String?
  /// *Hydrated.* How it is reached.
  public let configuration: [String: JSONValue]
  /// *Hydrated.* Labels and their values.
  public let labels: [String: JSONValue]

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    type = fields.word("connector_type") ?? fields.entity("connector_type")?.word("connector_type")
    authenticationMethod = fields.text("auth_method")
    resourceTypes = fields.texts("resource_types")
    resourceID = fields.text("resource_id")
    expiresAt = fields.instant("expires_at")
    about = fields.text("description")
    configuration = fields.members("configuration")
    labels = fields.members("labels")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLServiceConnector {
  /// `docker`, `aws` …
  public static var type: ZenMLFilterField<ZenMLServiceConnector, String> { .init("connector_type") { $0.type } }
  /// `password`, `iam-role` …
  public static var authenticationMethod: ZenMLFilterField<ZenMLServiceConnector, String> {
    .init("auth_method") { $0.authenticationMethod }
  }
  /// What it gives access to. Rows are not compared with it.
  public static var resourceType: ZenMLFilterField<ZenMLServiceConnector, String> { .init("resource_type") }
  /// The one thing that it gives access to.
  public static var resourceID: ZenMLFilterField<ZenMLServiceConnector, String> { .init("resource_id") { $0.resourceID } }
}

extension ZenMLServiceConnector {
  /// What is needed to make a service connector.
  public struct Request: ZenMLBody {
    /// Unique on the server.
    public var name: String
    /// `docker`, `aws` …
    public var type: String
    /// `password`, `iam-role` …
    public var authenticationMethod: String
    /// How it is reached, secrets included.
    public var configuration: [String: JSONValue]
    /// What it gives access to.
    public var resourceTypes: [String]?
    /// The one thing that it gives access to.
    public var resourceID: String?
    /// What it is for.
    public var about: String?
    /// Labels and their values.
    public var labels: [String: String]?

    /// What the server cannot do without; everything else can be set before it is sent.
    public init(name: String, type: String, authenticationMethod: String, configuration: [String: JSONValue]) {
      self.name = name
      self.type = type
      self.authenticationMethod = authenticationMethod
      self.configuration = configuration
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("connector_type", type)
      members.add("auth_method", authenticationMethod)
      members.add("configuration", configuration)
      members.add("resource_types", resourceTypes)
      members.add("resource_id", resourceID)
      members.add("description", about)
      members.add("labels", labels)
      return members.all
    }
  }
}

extension ZenMLServiceConnector {
  /// What can be changed of a service connector; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Unique on the server.
    public var name: String?
    /// How it is reached: replaces all.
    public var configuration: [String: JSONValue]?
    /// What it is for.
    public var about: String?
    /// Labels and their values.
    public var labels: [String: String]?

    /// Changes nothing, until something is set.
    public init() {}

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("configuration", configuration)
      members.add("description", about)
      members.add("labels", labels)
      return members.all
    }
  }
}

extension ZenMLServiceConnector {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLServiceConnector>] {
    let terms = ZenMLFilterTerm<ZenMLServiceConnector>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.name), .init(terms.type),
      .init(terms.authenticationMethod), .init(terms.resourceType), .init(terms.resourceID),
    ]
  }
}
