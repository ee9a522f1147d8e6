import Values

extension JSONValue {
  /// An object of the members that have a value.
  init(members: [String: JSONValue?]) { self = .object(members.compactMapValues(\.self)) }

  init(texts: [String: String]) { self = .object(texts.mapValues(JSONValue.string)) }
}
