/// One entity in any of the server's shapes: fields under `body`, `metadata` and `resources` (0.98 and 0.58, which place some
/// of them differently), or flat as the published specification draws them.
struct WireEntity {
  /// The entity itself, then its parts: where a field is looked for, in this order.
  private let places: [KeyedDecodingContainer<WireKey>]
  /// True when the answer carries what a list leaves out by default.
  let isHydrated: Bool

  init(from decoder: any Decoder) throws {
    let whole = try decoder.container(keyedBy: WireKey.self)
    let parts = ["body", "metadata", "resources"].map { try? whole.nestedContainer(keyedBy: WireKey.self, forKey: WireKey($0)) }
    places = [whole] + parts.compactMap(\.self)
    // The flat shape has no parts at all: nothing is left out there.
    isHydrated = parts[1] != nil || !whole.contains(WireKey("body"))
  }

  /// The first value of `key` that is there and not null; nil when there is none.
  func value<Value: Decodable>(_ key: String, as type: Value.Type = Value.self) throws -> Value? {
    for place in places {
      if let value = try place.decodeIfPresent(type, forKey: WireKey(key)) { return value }
    }
    return nil
  }

  func required<Value: Decodable>(_ key: String, as type: Value.Type = Value.self) throws -> Value {
    if let value: Value = try value(key) { return value }
    let context = DecodingError.Context(codingPath: places[0].codingPath, debugDescription: "")
    throw DecodingError.keyNotFound(WireKey(key), context)
  }

  /// The entity nested under `key`, such as `resources.pipeline`; nil when there is none.
  func entity(_ key: String) throws -> WireEntity? {
    for place in places where place.contains(WireKey(key)) {
      if try place.decodeNil(forKey: WireKey(key)) { continue }
      return try WireEntity(from: place.superDecoder(forKey: WireKey(key)))
    }
    return nil
  }
}

/// Any key.
struct WireKey: CodingKey {
  let stringValue: String
  let intValue: Int? = nil

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { return nil }
}

/// A row of a list, read or not: one that cannot be read leaves the others alone.
struct Tolerant<Row: Decodable>: Decodable {
  let result: Result<Row, any Error>

  init(from decoder: any Decoder) {
    result = Result { try Row(from: decoder) }
  }
}
