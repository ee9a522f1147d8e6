import CivilTime
import Values

/// A version of a model.
public struct JFrogModelVersion: JFrogRecord {
  /// Where a version stands on its way; a word that is not known is kept.
  public enum Status: Hashable, Sendable {
    case draft, staging, production, archived
    case other(String)
  }

  public let id: String
  public let modelID: String?
  /// Such as `1.4.0`.
  public let version: String?
  public let description: String?
  public let status: Status?
  /// Of the model's artifact, in Artifactory.
  public let artifactPath: String?
  public let metrics: [String: Double]?
  public let parameters: [String: String]?
  public let createdAt: Instant?
  public let createdBy: String?
  public let extra: JSONValue
  public let json: JSONValue

  public init(json: JSONValue) throws(JFrogRecordError) {
    var members = try Members(json, of: "a model version")
    id = try members.id()
    modelID = members.text("model_id")
    version = members.text("version")
    description = members.text("description")
    status = members.status("status")
    artifactPath = members.text("artifact_path")
    metrics = members.numbersByName("metrics")
    parameters = members.textsByName("parameters")
    createdAt = members.instant("created_at")
    createdBy = members.text("created_by")
    extra = members.extra
    self.json = members.whole
  }
}

extension JFrogModelVersion.Status: RawRepresentable, CustomStringConvertible {
  private static let known: [String: Self] = [
    "draft": .draft, "staging": .staging, "production": .production, "archived": .archived,
  ]

  public init(rawValue: String) { self = Self.known[rawValue] ?? .other(rawValue) }

  public var rawValue: String {
    switch self {
    case .draft: "draft"
    case .staging: "staging"
    case .production: "production"
    case .archived: "archived"
    case .other(let word): word
    }
  }

  public var description: String { rawValue }
}
