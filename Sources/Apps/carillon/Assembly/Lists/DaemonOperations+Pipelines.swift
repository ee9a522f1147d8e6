import CivilTime
import ControlAPI
import ControlMessages
import Engine
import Scheduling

/// What the schedules start.
extension DaemonOperations {
  func pipelines(_ query: ListQuery) async throws(ControlProblem) -> Page<PipelineItem> {
    let matcher = try ListMatcher<PipelineItem>(query) { item, field in item.value(of: field) }
    return try Page(of: matcher.choose(await pipelineItems(in: await membership(of: query.project))), query)
  }

  func pipeline(_ nameOrID: String) async throws(ControlProblem) -> PipelineItem {
    let items = await pipelineItems()
    if let item = items.first(where: { $0.id == nameOrID.lowercased() }) { return item }
    let named = items.filter { $0.name == nameOrID }
    guard named.count < 2 else {
      throw ControlProblem(
        .ambiguous, "several pipelines are named '\(nameOrID)'; give one of these ids", candidates: named.map(\.id).sorted())
    }
    guard let item = named.first else {
      throw ControlProblem(.notFound, "no schedule starts '\(nameOrID)'; GET \(ControlPaths.pipelines) lists what they start")
    }
    return item
  }

  /// By name, then id.
  private func pipelineItems(in project: ProjectMembership = .everything) async -> [PipelineItem] {
    var items: [PipelineSubject: PipelineItem] = [:]
    var firstDue: [PipelineSubject: Instant] = [:]
    var since: [PipelineSubject: Instant] = [:]
    for status in await statusesByName() where project.holds(status.schedule.definition.record.source) {
      guard let subject = PipelineSubject(status.schedule.definition) else { continue }
      let reference = PipelineItem.ScheduleReference(
        id: status.schedule.id.description, name: status.schedule.name, state: status.state.rawValue)
      items[subject, default: PipelineItem(subject)].schedules.append(reference)
      if let due = status.nextDue { firstDue[subject] = min(firstDue[subject] ?? due, due) }
      since[subject] = min(since[subject] ?? status.owedFrom, status.owedFrom)
    }
    for subject in items.keys {
      items[subject]?.nextDue = firstDue[subject]?.iso8601
      items[subject]?.created = since[subject]?.iso8601
    }
    return items.values.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
  }
}

extension PipelineItem {
  fileprivate init(_ subject: PipelineSubject) {
    self.init(
      id: subject.id.description, name: subject.name, kind: subject.kind.rawValue, schedules: [], nextDue: nil, created: nil)
  }

  /// What `ListFields.pipelines` names.
  fileprivate func value(of field: String) -> FieldValue {
    switch field {
    case "id": .text(id)
    case "name": .text(name)
    case "kind": .text(kind)
    case "schedule": .texts(schedules.map(\.name))
    default: preconditionFailure("'\(field)' is no field of pipelines")
    }
  }
}
