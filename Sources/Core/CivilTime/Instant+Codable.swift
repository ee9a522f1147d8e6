/// Stored as microseconds since the epoch.
extension Instant: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(microsecondsSinceEpoch: try decoder.singleValueContainer().decode(Int64.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(microsecondsSinceEpoch)
  }
}
