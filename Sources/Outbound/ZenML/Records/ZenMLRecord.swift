import CivilTime
import Values

/// What the server keeps under an id: a pipeline, a run, a secret.
///
/// Records are read with great tolerance: a field that is missing is nil, one that makes no sense is nil and named among
/// ``defects``, one that this client does not know is among ``extra``; only a record without an id is unreadable. The nested
/// shapes of 0.58 and 0.98 servers and the flat shape of the published document are all read.
public protocol ZenMLRecord: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  /// Where the server keeps records of this kind, and what people call them.
  static var kind: ZenMLKind { get }

  /// What lists can be filtered by, by the names of the parameters.
  static var filterFields: [ZenMLFilterName<Self>] { get }

  /// Reads a record.
  init(_ fields: ZenMLFields) throws(ZenMLFieldError)

  /// What all records have.
  var common: ZenMLCommon { get }
}

/// What all records have.
public struct ZenMLCommon: Sendable, Equatable {
  /// The server's identifier, which never changes.
  public let id: Identifier
  /// Nil for records without one, such as builds and anonymous snapshots.
  public let name: String?
  /// By the server's clock.
  public let createdAt: Instant?
  /// When the server last changed the record; run metadata does not count as a change.
  public let updatedAt: Instant?
  /// Nil for what belongs to no project, and in the flat shape, which does not say.
  public let projectID: Identifier?
  /// Who made it; nil when that is not known.
  public let userID: Identifier?
  /// True when the record carries what a list leaves out unless it is asked for.
  public let isHydrated: Bool
  /// What could not be read, in sentences.
  public let defects: [String]
  /// The whole record as the server sent it.
  public let json: JSONValue
}

extension ZenMLRecord {
  /// The server's identifier, which never changes.
  public var id: Identifier { common.id }
  /// By the server's clock.
  public var createdAt: Instant? { common.createdAt }
  /// When the server last changed the record; run metadata does not count as a change.
  public var updatedAt: Instant? { common.updatedAt }
  /// Nil for what belongs to no project, and in the flat shape, which does not say.
  public var projectID: Identifier? { common.projectID }
  /// Who made it; nil when that is not known.
  public var userID: Identifier? { common.userID }
  /// True when the record carries what a list leaves out unless it is asked for.
  public var isHydrated: Bool { common.isHydrated }
  /// What could not be read, in sentences.
  public var defects: [String] { common.defects }
  /// The whole record as the server sent it. It can hold secrets (a secret's values, a deployment's key): show it with care.
  public var json: JSONValue { common.json }

  /// The fields that this client does not know, whichever part of the record they stand in.
  /// - Complexity: that of reading the record once more.
  public var extra: JSONValue {
    let fields = ZenMLFields(common.json, remembersKeys: true)
    _ = try? Self(fields)
    return .object(fields.unread)
  }

  /// `nightly (6c188f67-…)`.
  public var description: String { common.name.map { "\($0) (\(id))" } ?? "\(Self.kind.noun) \(id)" }

  /// Id and name only: records can hold secrets.
  public var customMirror: Mirror { Mirror(self, children: ["id": id, "name": common.name as Any]) }
}

/// A record that can be found by its name.
public protocol ZenMLFindableByName: ZenMLRecord {}

/// A record that always has a name.
public protocol ZenMLNamedRecord: ZenMLFindableByName {}

extension ZenMLNamedRecord {
  /// The name; the id in words where the server sends none.
  public var name: String { common.name ?? id.description }
}

/// Where the server keeps records of a kind, and what people call them.
public struct ZenMLKind: Sendable, Equatable {
  /// `pipeline_snapshots`, below `/api/v1`.
  public let path: String
  /// `snapshot`.
  public let noun: String
  /// `snapshots`.
  public let plural: String
  /// True when every record belongs to one project: lists are then of the client's project unless the filter names another.
  public let isOfProject: Bool

  init(path: String, noun: String, plural: String? = nil, isOfProject: Bool) {
    self.path = path
    self.noun = noun
    self.plural = plural ?? "\(noun)s"
    self.isOfProject = isOfProject
  }
}

/// Another record that a record names.
public struct ZenMLReference: Sendable, Hashable {
  /// The id of the record that is meant.
  public let id: Identifier
  /// Nil where the server gives the id only.
  public let name: String?
}
