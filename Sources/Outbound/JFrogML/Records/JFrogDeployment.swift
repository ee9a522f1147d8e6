import CivilTime
import Values

/// A model version that is served, was, or is about to be.
public struct JFrogDeployment: JFrogRecord {
  /// A word that is not known is kept.
  public enum Status: Hashable, Sendable {
    case deploying, active, stopped, failed
    case other(String)
  }

  public let id: String
  public let name: String?
  public let modelID: String?
  public let modelVersionID: String?
  public let status: Status?
  /// Where it serves; as the server gives it, not checked.
  public let endpointURL: String?
  public let replicas: Int?
  public let createdAt: Instant?
  public let updatedAt: Instant?
  public let extra: JSONValue
  public let json: JSONValue

  public init(json: JSONValue) throws(JFrogRecordError) {
    var members = try Members(json, of: "a deployment")
    id = try members.id()
    name = members.text("name")
    modelID = members.text("model_id")
    modelVersionID = members.text("model_version_id")
    status = members.status("status")
    endpointURL = members.text("endpoint_url")
    replicas = members.integer("replicas")
    createdAt = members.instant("created_at")
    updatedAt = members.instant("updated_at")
    extra = members.extra
    self.json = members.whole
  }
}

extension JFrogDeployment.Status: RawRepresentable, CustomStringConvertible {
  private static let known: [String: Self] = [
    "deploying": .deploying, "active": .active, "stopped": .stopped, "failed": .failed,
  ]

  public init(rawValue: String) { self = Self.known[rawValue] ?? .other(rawValue) }

  public var rawValue: String {
    switch self {
    case .deploying: "deploying"
    case .active: "active"
    case .stopped: "stopped"
    case .failed: "failed"
    case .other(let word): word
    }
  }

  public var description: String { rawValue }
}
