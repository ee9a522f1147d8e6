import Values

/// A stack component, such as an orchestrator.
public struct ZenMLComponent: ZenMLNamedRecord, ZenMLCreatable, ZenMLUpdatable, ZenMLDeletable {
  /// `/components`.
  public static let kind = ZenMLKind(path: "components", noun: "component", isOfProject: false)

  /// What all records have.
  public let common: ZenMLCommon
  /// `orchestrator`, `artifact_store`, `container_registry` …
  public let type: String?
  /// `kubernetes`; empty where the server does not say.
  public let flavorName: String
  /// True unless the server says that the flavor is one of ZenML's own: somebody else's may bear the same name.
  public let isCustom: Bool
  /// The integration that brings the flavor; nil for built-in ones.
  public let integration: String?
  /// *Hydrated.* The flavor's settings.
  public let configuration: [String: JSONValue]
  /// *Hydrated.* Labels and their values.
  public let labels: [String: JSONValue]
  /// *Hydrated.* The service connector that gives it access.
  public let connector: ZenMLReference?

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    type = fields.text("type")
    flavorName = fields.word("flavor_name") ?? fields.word("flavor") ?? fields.entity("flavor")?.text("name") ?? ""
    isCustom = fields.entity("flavor")?.flag("is_custom") ?? true
    integration = fields.text("integration")
    configuration = fields.members("configuration")
    labels = fields.members("labels")
    connector = fields.reference("connector")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLComponent {
  /// `orchestrator`, `artifact_store` …
  public static var type: ZenMLFilterField<ZenMLComponent, String> { .init("type") { $0.type } }
  /// The name of its flavor.
  public static var flavor: ZenMLFilterField<ZenMLComponent, String> { .init("flavor") { $0.flavorName.isEmpty ? nil : $0.flavorName } }
  /// The service connector that it uses. Rows are not compared with it.
  public static var connectorID: ZenMLFilterField<ZenMLComponent, Identifier> { .init("connector_id") }
  /// A stack that it belongs to. Rows are not compared with it.
  public static var stackID: ZenMLFilterField<ZenMLComponent, Identifier> { .init("stack_id") }
}

extension ZenMLComponent {
  /// What is needed to make a component.
  public struct Request: ZenMLBody {
    /// Unique among the components of its type.
    public var name: String
    /// `orchestrator`, `artifact_store` …
    public var type: String
    /// The name of its flavor.
    public var flavor: String
    /// The flavor's settings; `[:]` for its defaults.
    public var configuration: [String: JSONValue]
    /// Labels and their values.
    public var labels: [String: JSONValue]?
    /// The service connector that gives it access.
    public var connector: Identifier?

    /// What the server cannot do without; everything else can be set before it is sent.
    public init(name: String, type: String, flavor: String, configuration: [String: JSONValue]) {
      self.name = name
      self.type = type
      self.flavor = flavor
      self.configuration = configuration
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("type", type)
      members.add("flavor", flavor)
      members.add("configuration", configuration)
      members.add("labels", labels)
      members.add("connector", connector)
      return members.all
    }
  }
}

extension ZenMLComponent {
  /// What can be changed of a component; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Unique among the components of its type.
    public var name: String?
    /// The flavor's settings, merged with those that it has.
    public var configuration: [String: JSONValue]?
    /// Labels and their values.
    public var labels: [String: JSONValue]?
    /// The service connector that gives it access.
    public var connector: Identifier?

    /// Changes nothing, until something is set.
    public init() {}

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("configuration", configuration)
      members.add("labels", labels)
      members.add("connector", connector)
      return members.all
    }
  }
}

extension ZenMLComponent {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLComponent>] {
    let terms = ZenMLFilterTerm<ZenMLComponent>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.name), .init(terms.type),
      .init(terms.flavor), .init(terms.connectorID), .init(terms.stackID),
    ]
  }
}
