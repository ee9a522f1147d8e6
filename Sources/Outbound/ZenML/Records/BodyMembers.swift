import CivilTime
import Values

/// The members of a JSON object that is sent; what is nil is left out.
struct BodyMembers {
  private(set) var all: [String: JSONValue] = [:]

  mutating func add(_ key: String, _ value: (some JSONWritable)?) {
    if let value { all[key] = value.json }
  }
}

/// What can stand in a body.
protocol JSONWritable {
  var json: JSONValue { get }
}

extension JSONValue: JSONWritable { var json: JSONValue { self } }
extension String: JSONWritable { var json: JSONValue { .string(self) } }
extension Bool: JSONWritable { var json: JSONValue { .bool(self) } }
extension Int: JSONWritable { var json: JSONValue { .integer(Int64(self)) } }
extension Identifier: JSONWritable { var json: JSONValue { .string(description) } }
/// The server turns an offset into naive UTC.
extension Instant: JSONWritable { var json: JSONValue { .string(iso8601) } }
extension Array: JSONWritable where Element: JSONWritable { var json: JSONValue { .array(map(\.json)) } }
extension Optional: JSONWritable where Wrapped: JSONWritable { var json: JSONValue { self?.json ?? .null } }
extension Dictionary: JSONWritable where Key == String, Value: JSONWritable { var json: JSONValue { .object(mapValues(\.json)) } }

extension ZenMLBody {
  /// The same with one more thing set: `ZenMLRun.Update().with(\.addedTags, ["checked"])`.
  public func with<Value>(_ field: WritableKeyPath<Self, Value>, _ value: Value) -> Self {
    var changed = self
    changed[keyPath: field] = value
    return changed
  }
}
