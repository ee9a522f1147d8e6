import ControlMessages

/// A schedule with our fields, and with those in which ZenML 0.98 nests a schedule.
///
/// What a ZenML server has and Carillon has not is null, and the project, which its client insists on, all zeros for what is of none.
struct ScheduleShape: Encodable {
  let item: ScheduleItem

  func encode(to encoder: any Encoder) throws {
    try item.encode(to: encoder)
    var values = encoder.container(keyedBy: ZenMLKeys.self)
    try values.encode(Body(item), forKey: .body)
    try values.encode(Metadata(item), forKey: .metadata)
    try values.encode(Resources(tags: item.tags), forKey: .resources)
    try values.encode(false, forKey: .permissionDenied)
  }

  struct Body: Encodable {
    let item: ScheduleItem
    init(_ item: ScheduleItem) { self.item = item }

    enum CodingKeys: String, CodingKey {
      case created, updated, active, catchup
      case projectID = "project_id"
      case cronExpression = "cron_expression"
      case startTime = "start_time"
      case endTime = "end_time"
      case intervalSecond = "interval_second"
      case runOnceStartTime = "run_once_start_time"
      case isArchived = "is_archived"
    }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(item.created, forKey: .created)
      try values.encode(item.updated, forKey: .updated)
      try values.encode(item.projectID ?? ZenMLKeys.noProject, forKey: .projectID)
      try values.encode(item.active, forKey: .active)
      try values.encode(item.cronExpression, forKey: .cronExpression)
      try values.encode(item.startTime, forKey: .startTime)
      try values.encode(item.endTime, forKey: .endTime)
      // ISO 8601, as ZenML gives it.
      try values.encode(item.intervalSeconds.map { "PT\($0)S" }, forKey: .intervalSecond)
      try values.encode(item.misfire == "all", forKey: .catchup)
      try values.encode(item.runOnceStartTime, forKey: .runOnceStartTime)
      try values.encode(false, forKey: .isArchived)
    }
  }

  struct Metadata: Encodable {
    let item: ScheduleItem
    init(_ item: ScheduleItem) { self.item = item }

    enum CodingKeys: String, CodingKey {
      case orchestratorID = "orchestrator_id"
      case pipelineID = "pipeline_id"
      case runMetadata = "run_metadata"
    }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(item.orchestratorID, forKey: .orchestratorID)
      try values.encode(item.pipelineID, forKey: .pipelineID)
      try values.encode([String: String](), forKey: .runMetadata)
    }
  }

  struct Resources: Encodable {
    let tags: [String]
    /// ZenML has objects here; a text would not be read as one.
    func encode(to encoder: any Encoder) throws { _ = encoder.container(keyedBy: ZenMLKeys.self) }
  }
}

enum ZenMLKeys: String, CodingKey {
  case id, name, body, metadata, resources, status, created
  case permissionDenied = "permission_denied"
  case startTime = "start_time"
  case endTime = "end_time"

  static let noProject = ListProject.none
}
