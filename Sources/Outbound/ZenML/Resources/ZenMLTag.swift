import Values

/// A tag that records can bear.
public struct ZenMLTag: ZenMLNamedRecord, ZenMLCreatable, ZenMLUpdatable, ZenMLDeletable {
  /// `/tags`.
  public static let kind = ZenMLKind(path: "tags", noun: "tag", isOfProject: false)

  /// What all records have.
  public let common: ZenMLCommon
  /// `blue`, `green` …
  public let color: String?
  /// True when only one record of a kind and pipeline bears it at a time.
  public let isExclusive: Bool?
  /// *Hydrated.* How many records bear it.
  public let taggedCount: Int?

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    color = fields.text("color")
    isExclusive = fields.flag("exclusive")
    taggedCount = fields.number("tagged_count")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLTag {
  /// `blue`, `green` …
  public static var color: ZenMLFilterField<ZenMLTag, String> { .init("color") { $0.color } }
  /// True when only one record of a kind and pipeline bears it at a time.
  public static var isExclusive: ZenMLFilterField<ZenMLTag, Bool> { .init("exclusive") { $0.isExclusive } }
  /// A kind of record that bears it, such as `pipeline_run`. Rows are not compared with it.
  public static var resourceType: ZenMLFilterField<ZenMLTag, String> { .init("resource_type") }
}

extension ZenMLTag {
  /// What is needed to make a tag.
  public struct Request: ZenMLBody {
    /// Unique on the server.
    public var name: String
    /// One of grey, purple, red, green, yellow, orange, lime, teal, turquoise, magenta and blue.
    public var color: String?
    /// Only one record of a kind and pipeline bears it at a time.
    public var isExclusive: Bool?

    /// What the server cannot do without; everything else can be set before it is sent.
    public init(name: String) {
      self.name = name
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("color", color)
      members.add("exclusive", isExclusive)
      return members.all
    }
  }
}

extension ZenMLTag {
  /// What can be changed of a tag; nil stays as it is.
  public struct Update: ZenMLBody {
    /// Unique on the server.
    public var name: String?
    /// One of grey, purple, red, green, yellow, orange, lime, teal, turquoise, magenta and blue.
    public var color: String?
    /// Only one record of a kind and pipeline bears it at a time.
    public var isExclusive: Bool?

    /// Changes nothing, until something is set.
    public init() {}

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("color", color)
      members.add("exclusive", isExclusive)
      return members.all
    }
  }
}

extension ZenMLTag {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLTag>] {
    let terms = ZenMLFilterTerm<ZenMLTag>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.name), .init(terms.color),
      .init(terms.isExclusive), .init(terms.resourceType),
    ]
  }
}
