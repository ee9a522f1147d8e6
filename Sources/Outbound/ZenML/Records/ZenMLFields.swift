import CivilTime
import Values

/// The fields of one record, in any of the server's shapes: under `body`, `metadata` and `resources` (0.98 and 0.58, which place
/// some of them differently), or flat as the published document draws them.
///
/// It remembers what cannot be read, in sentences, instead of failing.
public final class ZenMLFields {
  private static let parts = ["body", "metadata", "resources"]

  let json: JSONValue
  /// True when the record carries what a list leaves out by default. The flat shape has no parts: nothing is left out there.
  let isHydrated: Bool
  /// The record itself, then its parts: where a field is looked for, in this order.
  private let places: [[String: JSONValue]]
  private(set) var defects: [String] = []
  private var readKeys: Set<String>?

  init(_ json: JSONValue, remembersKeys: Bool = false) {
    self.json = json
    let whole = json.members ?? [:]
    let parts = Self.parts.map { whole[$0]?.members }
    places = [whole] + parts.compactMap(\.self)
    isHydrated = parts[1] != nil || whole["body"] == nil
    readKeys = remembersKeys ? Set(Self.parts + ["permission_denied"]) : nil
  }

  /// What nobody has asked for.
  var unread: [String: JSONValue] {
    var rest: [String: JSONValue] = [:]
    for place in places { rest.merge(place) { first, _ in first } }
    return rest.filter { readKeys?.contains($0.key) == false }
  }

  /// These are known, whether or not they had to be read.
  func know(_ keys: String...) { readKeys?.formUnion(keys) }

  func note(_ defect: String) { defects.append(defect) }

  /// The first value of `key` that is there and not null; nil when there is none.
  func value(_ key: String) -> JSONValue? { first(key) { _ in true } }

  /// The first value of `key` that fits, for fields that mean different things in different shapes.
  func first(_ key: String, where fits: (JSONValue) -> Bool) -> JSONValue? {
    readKeys?.insert(key)
    for place in places {
      if let value = place[key], value != .null, fits(value) { return value }
    }
    return nil
  }

  /// What all records have; to be read last, for it takes the defects along.
  /// - Throws: for a record without a readable id.
  func common() throws(ZenMLFieldError) -> ZenMLCommon {
    let id = try self.id()
    know("project", "workspace", "user")
    let name = text("name")
    let times = (instant("created"), instant("updated"))
    let project = identifier("project_id") ?? entity("project")?.identifier("id") ?? entity("workspace")?.identifier("id")
    let user = identifier("user_id") ?? entity("user")?.identifier("id")
    return ZenMLCommon(
      id: id, name: name, createdAt: times.0, updatedAt: times.1, projectID: project, userID: user, isHydrated: isHydrated,
      defects: defects, json: json)
  }

  private func id() throws(ZenMLFieldError) -> Identifier {
    guard json.members != nil else { throw ZenMLFieldError("expected an object, found \(json.kindInWords)") }
    guard let value = value("id") else { throw ZenMLFieldError("'id' is missing") }
    guard let text = value.stringValue else { throw ZenMLFieldError("expected a text, found \(value.kindInWords)", field: "id") }
    guard let id = Identifier(text) else { throw ZenMLFieldError("'\(text.onOneLine(hiding: []))' is not a UUID", field: "id") }
    return id
  }
}

/// Why a record cannot be read at all.
public struct ZenMLFieldError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The field; nil for the record itself.
  public let field: String?
  /// `'id' is missing`.
  public let problem: String

  init(_ problem: String, field: String? = nil) {
    self.problem = problem
    self.field = field
  }

  /// `id: expected a text, found a number`.
  public var description: String { field.map { "\($0): \(problem)" } ?? problem }
}
