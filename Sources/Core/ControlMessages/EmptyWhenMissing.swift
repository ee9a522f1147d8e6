/// A list that reads as empty when it is missing, so that a newer client understands an older daemon.
@propertyWrapper
package struct EmptyWhenMissing<Element: Codable & Sendable>: Codable, Sendable {
  package var wrappedValue: [Element]

  package init(wrappedValue: [Element]) { self.wrappedValue = wrappedValue }

  package init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode([Element].self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

extension EmptyWhenMissing: Equatable where Element: Equatable {}

extension KeyedDecodingContainer {
  package func decode<Element>(_ type: EmptyWhenMissing<Element>.Type, forKey key: Key) throws -> EmptyWhenMissing<Element> {
    EmptyWhenMissing(wrappedValue: try decodeIfPresent([Element].self, forKey: key) ?? [])
  }
}

extension KeyedEncodingContainer {
  package mutating func encode<Element>(_ field: EmptyWhenMissing<Element>, forKey key: Key) throws {
    try encode(field.wrappedValue, forKey: key)
  }
}
