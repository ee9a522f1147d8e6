import ControlMessages
import Engine
import Scheduling

/// The project of the ZenML server whose schedules are fired.
struct ServerProject: Sendable {
  /// As the configuration has it: a name or an id.
  let configured: String
  /// Nil until the server has told it.
  let id: @Sendable () async -> Identifier?

  func isMeant(by text: String) async -> Bool {
    if text == configured { return true }
    guard let wanted = Identifier(text) else { return false }
    return await knownID == wanted
  }

  var knownID: Identifier? {
    get async { await id() ?? Identifier(configured) }
  }
}

/// What is in a project, by where it comes from.
enum ProjectMembership {
  case everything, ofServer, ofNone, nothing

  func holds(_ source: ScheduleRecord.Source) -> Bool {
    switch self {
    case .everything: true
    case .ofServer: source == .zenml
    case .ofNone: source != .zenml
    case .nothing: false
    }
  }
}

extension DaemonOperations {
  /// What is in the project that a list is asked for.
  func membership(of wanted: String?) async -> ProjectMembership {
    guard let wanted else { return .everything }
    if let project, await project.isMeant(by: wanted) { return .ofServer }
    return wanted == ListProject.none ? .ofNone : .nothing
  }

  func item(_ status: ScheduleStatus, project: Identifier?) -> ScheduleItem {
    var item = ScheduleItem(status)
    if status.schedule.definition.record.source == .zenml { item.projectID = project?.description }
    return item
  }

  /// The schedules that come from the server, when it is known from which project.
  func ofServer(project: Identifier?) async -> Set<Identifier> {
    guard project != nil else { return [] }
    return Set(await engine.statuses.lazy.map(\.schedule).filter { $0.definition.record.source == .zenml }.map(\.id))
  }
}
