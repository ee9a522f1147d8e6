import Values

/// What a server says about itself to anyone.
public struct ZenMLServerInfo: Sendable, Equatable {
  /// The installation's id.
  public let id: Identifier
  /// `0.98.0`.
  public let version: String
  /// The whole answer.
  public let json: JSONValue

  init(_ json: JSONValue) throws(ZenMLFieldError) {
    let fields = ZenMLFields(json)
    guard let id = fields.identifier("id") else { throw ZenMLFieldError(fields.defects.first ?? "'id' is missing") }
    guard let version = fields.text("version") else { throw ZenMLFieldError(fields.defects.first ?? "'version' is missing") }
    self.id = id
    self.version = version
    self.json = json
  }

  /// Whether pipelines have versions and are run through their builds, as on servers up to 0.58.
  public var runsBuilds: Bool {
    let parts = version.split(separator: ".").prefix(2).map { Int($0) ?? 0 }
    return parts.count == 2 && parts[0] == 0 && parts[1] <= 58
  }
}
