import Values

/// A flavor: one implementation of a type of stack component.
public struct ZenMLFlavor: ZenMLNamedRecord, ZenMLCreatable, ZenMLUpdatable, ZenMLDeletable {
  /// `/flavors`.
  public static let kind = ZenMLKind(path: "flavors", noun: "flavor", isOfProject: false)

  /// What all records have.
  public let common: ZenMLCommon
  /// `orchestrator`, `artifact_store` …
  public let type: String?
  /// The name for people.
  public let displayName: String?
  /// The integration that brings it; nil for built-in ones.
  public let integration: String?
  /// The Python class, as `package.module.Class`.
  public let source: String?
  /// False for ZenML's own flavors.
  public let isCustom: Bool?
  /// *Hydrated.* The JSON Schema of a component's configuration.
  public let configurationSchema: [String: JSONValue]
  /// *Hydrated.* The type of service connector that fits.
  public let connectorType: String?
  /// *Hydrated.* Where its documentation is.
  public let documentation: String?

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    type = fields.text("type")
    displayName = fields.text("display_name")
    integration = fields.text("integration")
    source = fields.text("source")
    isCustom = fields.flag("is_custom")
    configurationSchema = fields.members("config_schema")
    connectorType = fields.text("connector_type")
    documentation = fields.text("docs_url")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLFlavor {
  /// `orchestrator`, `artifact_store` …
  public static var type: ZenMLFilterField<ZenMLFlavor, String> { .init("type") { $0.type } }
  /// The integration that brings it.
  public static var integration: ZenMLFilterField<ZenMLFlavor, String> { .init("integration") { $0.integration } }
  /// The name for people.
  public static var displayName: ZenMLFilterField<ZenMLFlavor, String> { .init("display_name") { $0.displayName } }
}

extension ZenMLFlavor {
  /// What is needed to make a flavor.
  public struct Request: ZenMLBody {
    /// Unique among the flavors of its type.
    public var name: String
    /// `orchestrator`, `artifact_store` …
    public var type: String
    /// The Python class, as `package.module.Class`.
    public var source: String
    /// The JSON Schema of a component's configuration.
    public var configurationSchema: [String: JSONValue]
    /// The integration that brings it; `custom` for one's own.
    public var integration: String
    /// The name for people.
    public var displayName: String?

    /// What the server cannot do without; everything else can be set before it is sent.
    public init(name: String, type: String, source: String, configurationSchema: [String: JSONValue], integration: String) {
      self.name = name
      self.type = type
      self.source = source
      self.configurationSchema = configurationSchema
      self.integration = integration
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("type", type)
      members.add("source", source)
      members.add("config_schema", configurationSchema)
      members.add("integration", integration)
      members.add("display_name", displayName)
      return members.all
    }
  }
}

extension ZenMLFlavor {
  /// What can be changed of a flavor; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Unique among the flavors of its type.
    public var name: String?
    /// The name for people.
    public var displayName: String?
    /// The Python class.
    public var source: String?
    /// The JSON Schema of a component's configuration.
    public var configurationSchema: [String: JSONValue]?

    /// Changes nothing, until something is set.
    public init() {}

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("display_name", displayName)
      members.add("source", source)
      members.add("config_schema", configurationSchema)
      return members.all
    }
  }
}

extension ZenMLFlavor {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLFlavor>] {
    let terms = ZenMLFilterTerm<ZenMLFlavor>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.name), .init(terms.type),
      .init(terms.integration), .init(terms.displayName),
    ]
  }
}
