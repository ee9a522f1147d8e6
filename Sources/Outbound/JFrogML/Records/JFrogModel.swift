import CivilTime
import Values

/// A registered model.
public struct JFrogModel: JFrogRecord {
  public let id: String
  public let name: String?
  public let description: String?
  /// `tensorflow`, `pytorch`, `sklearn` …
  public let framework: String?
  public let taskType: String?
  public let tags: [String]?
  public let latestVersion: String?
  public let versionsCount: Int?
  /// By the server's clock, as all times here.
  public let createdAt: Instant?
  public let updatedAt: Instant?
  public let createdBy: String?
  public let extra: JSONValue
  public let json: JSONValue

  public init(json: JSONValue) throws(JFrogRecordError) {
    var members = try Members(json, of: "a model")
    id = try members.id()
    name = members.text("name")
    description = members.text("description")
    framework = members.text("framework")
    taskType = members.text("task_type")
    tags = members.texts("tags")
    latestVersion = members.text("latest_version")
    versionsCount = members.integer("versions_count")
    createdAt = members.instant("created_at")
    updatedAt = members.instant("updated_at")
    createdBy = members.text("created_by")
    extra = members.extra
    self.json = members.whole
  }
}
