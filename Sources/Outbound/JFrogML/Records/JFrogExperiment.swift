import CivilTime
import Values

/// An experiment: one training, its parameters and what was measured.
public struct JFrogExperiment: JFrogRecord {
  /// A word that is not known is kept.
  public enum Status: Hashable, Sendable {
    case running, completed, failed, cancelled
    case other(String)
  }

  public let id: String
  public let name: String?
  public let description: String?
  public let modelID: String?
  public let status: Status?
  public let metrics: [String: Double]?
  public let parameters: [String: String]?
  public let createdAt: Instant?
  public let completedAt: Instant?
  public let createdBy: String?
  public let extra: JSONValue
  public let json: JSONValue

  public init(json: JSONValue) throws(JFrogRecordError) {
    var members = try Members(json, of: "an experiment")
    id = try members.id()
    name = members.text("name")
    description = members.text("description")
    modelID = members.text("model_id")
    status = members.status("status")
    metrics = members.numbersByName("metrics")
    parameters = members.textsByName("parameters")
    createdAt = members.instant("created_at")
    completedAt = members.instant("completed_at")
    createdBy = members.text("created_by")
    extra = members.extra
    self.json = members.whole
  }
}

extension JFrogExperiment.Status: RawRepresentable, CustomStringConvertible {
  private static let known: [String: Self] = [
    "running": .running, "completed": .completed, "failed": .failed, "cancelled": .cancelled,
  ]

  public init(rawValue: String) { self = Self.known[rawValue] ?? .other(rawValue) }

  public var rawValue: String {
    switch self {
    case .running: "running"
    case .completed: "completed"
    case .failed: "failed"
    case .cancelled: "cancelled"
    case .other(let word): word
    }
  }

  public var description: String { rawValue }
}
