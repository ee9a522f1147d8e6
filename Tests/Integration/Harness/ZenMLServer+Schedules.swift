import Foundation

/// Schedules on the server.
extension ZenMLServer {
  struct Created: Decodable, Sendable { let id: String }

  /// Creates it in the fixture's project unless it names another.
  /// - Returns: its id.
  func create(_ schedule: NewSchedule) async throws -> String {
    var schedule = schedule
    if schedule.project == nil { schedule.project = facts.projectId }
    return try await post(Created.self, "/schedules", schedule).id
  }

  func update(_ id: String, _ change: ScheduleEdit) async throws { try await succeeded("PUT", "/schedules/\(id)", change) }

  /// Marks it as archived: it leaves the list, its `updated` stays.
  func archive(_ id: String) async throws { try await succeeded("DELETE", "/schedules/\(id)?soft=true", nil as Int?) }

  func delete(_ id: String) async throws { try await succeeded("DELETE", "/schedules/\(id)?soft=false", nil as Int?) }

  /// Writes the schedule's metadata `carillon.binding`.
  func bind(_ id: String, to text: String) async throws {
    try await succeeded(
      "POST", "/run-metadata",
      MetadataWrite(
        project: facts.projectId, resources: [.init(id: id, type: "schedule")],
        values: ["carillon.binding": text], types: ["carillon.binding": "str"]))
  }

  /// What Carillon has reported on the schedule; nil while it has not.
  func report(onSchedule id: String) async throws -> ReportLine? {
    try await get(Reported.self, "/schedules/\(id)").report
  }

  /// A project that holds nothing; a daemon on it is alone.
  /// - Returns: its id.
  func createProject(_ name: String) async throws -> String {
    try await post(Created.self, "/projects", ["name": name, "display_name": name, "description": "a test's"]).id
  }
}

/// The body of `POST /schedules`.
struct NewSchedule: Encodable, Sendable {
  let name: String
  var cron: String?
  /// In seconds; the server wants a start with it.
  var interval: Double?
  var start: Date?
  var end: Date?
  var once: Date?
  var active = true
  var pipeline: String?
  var orchestrator: String?
  var project: String?

  enum CodingKeys: String, CodingKey {
    case name, active, project
    case cron = "cron_expression"
    case interval = "interval_second"
    case start = "start_time"
    case end = "end_time"
    case once = "run_once_start_time"
    case pipeline = "pipeline_id"
    case orchestrator = "orchestrator_id"
  }

  /// The last two must be there even when they are null.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(active, forKey: .active)
    try container.encodeIfPresent(project, forKey: .project)
    try container.encodeIfPresent(cron, forKey: .cron)
    try container.encodeIfPresent(interval, forKey: .interval)
    try container.encodeIfPresent(start.map(Moment.text), forKey: .start)
    try container.encodeIfPresent(end.map(Moment.text), forKey: .end)
    try container.encodeIfPresent(once.map(Moment.text), forKey: .once)
    try container.encode(pipeline, forKey: .pipeline)
    try container.encode(orchestrator, forKey: .orchestrator)
  }
}

/// The body of `PUT /schedules/{id}`: what may change.
struct ScheduleEdit: Encodable, Sendable {
  var cronExpression: String?
  var active: Bool?
  var name: String?

  enum CodingKeys: String, CodingKey {
    case active, name
    case cronExpression = "cron_expression"
  }
}

private struct MetadataWrite: Encodable {
  struct Resource: Encodable {
    let id: String
    let type: String
  }

  let project: String
  let resources: [Resource]
  let values: [String: String]
  let types: [String: String]
}
