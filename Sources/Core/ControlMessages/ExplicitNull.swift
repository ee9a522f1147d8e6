/// An optional that is written as `null` when it is nil, so that every answer has the same field names.
@propertyWrapper
package struct ExplicitNull<Value: Codable & Sendable>: Codable, Sendable {
  package var wrappedValue: Value?

  package init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}

extension ExplicitNull: Equatable where Value: Equatable {}

extension KeyedDecodingContainer {
  /// A field that is missing reads as nil, so that a newer client understands an older daemon.
  package func decode<Value>(_ type: ExplicitNull<Value>.Type, forKey key: Key) throws -> ExplicitNull<Value> {
    // The value itself, without a container for the wrapper: a list of 1 000 schedules has 20 000 of them.
    ExplicitNull(wrappedValue: try decodeIfPresent(Value.self, forKey: key))
  }
}

extension KeyedEncodingContainer {
  /// The same field as by `ExplicitNull.encode(to:)`, without a container of its own.
  package mutating func encode<Value>(_ field: ExplicitNull<Value>, forKey key: Key) throws {
    if let value = field.wrappedValue { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
}
