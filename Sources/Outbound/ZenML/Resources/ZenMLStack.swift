import Values

/// A stack: the components that a pipeline runs on.
public struct ZenMLStack: ZenMLNamedRecord, ZenMLCreatable, ZenMLUpdatable, ZenMLDeletable {
  /// `/stacks`.
  public static let kind = ZenMLKind(path: "stacks", noun: "stack", isOfProject: false)

  /// What all records have.
  public let common: ZenMLCommon
  /// *Hydrated.* What its author says about it.
  public let about: String?
  /// *Hydrated.* The components by type, such as `orchestrator`.
  public let components: [String: [ZenMLReference]]
  /// *Hydrated.* Variables that every run gets.
  public let environment: [String: JSONValue]
  /// *Hydrated.* Labels and their values.
  public let labels: [String: JSONValue]

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    about = fields.text("description")
    components = Self.components(fields)
    environment = fields.members("environment")
    labels = fields.members("labels")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLStack {
  /// A component that it has. Rows are not compared with it.
  public static var componentID: ZenMLFilterField<ZenMLStack, Identifier> { .init("component_id") }
  /// The name or id of a component that it has. Rows are not compared with it.
  public static var component: ZenMLFilterField<ZenMLStack, String> { .init("component") }
  /// What its author says about it.
  public static var about: ZenMLFilterField<ZenMLStack, String> { .init("description") { $0.about } }
}

extension ZenMLStack {
  /// What is needed to make a stack.
  public struct Request: ZenMLBody {
    /// Unique on the server.
    public var name: String
    /// Ids of components by type; each stack has an orchestrator and an artifact store.
    public var components: [String: [Identifier]]
    /// What it is for.
    public var about: String?
    /// Variables that every run gets.
    public var environment: [String: String]?
    /// Labels and their values.
    public var labels: [String: JSONValue]?

    /// What the server cannot do without; everything else can be set before it is sent.
    public init(name: String, components: [String: [Identifier]]) {
      self.name = name
      self.components = components
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("components", components)
      members.add("description", about)
      members.add("environment", environment)
      members.add("labels", labels)
      return members.all
    }
  }
}

extension ZenMLStack {
  /// What can be changed of a stack; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Unique on the server.
    public var name: String?
    /// What it is for.
    public var about: String?
    /// All components by type: those left out are removed.
    public var components: [String: [Identifier]]?
    /// Labels and their values.
    public var labels: [String: JSONValue]?

    /// Changes nothing, until something is set.
    public init() {}

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("description", about)
      members.add("components", components)
      members.add("labels", labels)
      return members.all
    }
  }
}

extension ZenMLStack {
  /// Components come whole, or as their ids in the flat shape.
  private static func components(_ fields: ZenMLFields) -> [String: [ZenMLReference]] {
    fields.members("components").mapValues { list in
      (list.arrayValue ?? []).compactMap { ZenMLFields(["component": $0]).reference("component") }
    }
  }
}

extension ZenMLStack {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLStack>] {
    let terms = ZenMLFilterTerm<ZenMLStack>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.name), .init(terms.componentID),
      .init(terms.component), .init(terms.about),
    ]
  }
}
