/// Decoded JSON by its text: of 100 000 schedules most share a handful of policies.
struct RecurringTexts<Value: Decodable> {
  private var values: [String: Value] = [:]

  /// More different ones are decoded each time they come.
  private static var countLimit: Int { 1000 }

  /// The value whose JSON is in the next column; nil for NULL.
  mutating func next(_ reader: inout ColumnReader) throws -> Value? {
    guard let text = try reader.nextIfAny(String.self) else { return nil }
    if let value = values[text] { return value }
    guard let value = try? JSONText.decode(Value.self, from: text) else {
      throw reader.unreadableLast("is not the JSON of a \(Value.self)")
    }
    if values.count < Self.countLimit { values[text] = value }
    return value
  }
}
