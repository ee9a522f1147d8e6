import CivilTime
import Scheduling

/// Which schedules are asked for, and whether a row that came is one of them.
package struct ZenMLScheduleFilter: Sendable, Equatable {
  package var project: Identifier?
  /// Archived ones are among the rows unless this is false.
  package var isArchived: Bool?
  /// Changed at this time of the server or later. The server takes whole seconds only; the fraction is dropped.
  package var updatedSince: Instant?
  package var ids: [Identifier]?

  package init(
    project: Identifier? = nil, isArchived: Bool? = nil, updatedSince: Instant? = nil, ids: [Identifier]? = nil
  ) {
    self.project = project
    self.isArchived = isArchived
    self.updatedSince = updatedSince
    self.ids = ids
  }

  var query: [(name: String, value: String)] {
    var query: [(name: String, value: String)] = []
    if let project { query.append(("project", project.description)) }
    if let isArchived { query.append(("is_archived", String(isArchived))) }
    if let updatedSince { query.append(("updated", "gte:\(Self.serverText(updatedSince))")) }
    if let ids { query.append(("id", ZenMLQuery.oneOf(ids))) }
    return query
  }

  /// What a row does not say cannot speak against it.
  func admits(_ schedule: ZenMLSchedule) -> Bool {
    if let project, let actual = schedule.projectID, actual != project { return false }
    if let isArchived, schedule.isArchived != isArchived { return false }
    if let updatedSince, let actual = schedule.record.updated, actual < updatedSince.roundedDownToSecond { return false }
    if let ids, !ids.contains(schedule.id) { return false }
    return true
  }

  /// `2026-11-21 00:03:00`, the only form of a time that filters take.
  private static func serverText(_ instant: Instant) -> String {
    CivilDateTime(utc: instant).description.replacing("T", with: " ")
  }
}

/// How values are written in the server's filters.
enum ZenMLQuery {
  static func oneOf(_ ids: [Identifier]) -> String {
    "oneof:[\(ids.map { "\"\($0)\"" }.joined(separator: ","))]"
  }

  static func page(_ index: Int, size: Int, hydrate: Bool) -> [(name: String, value: String)] {
    [("page", String(index)), ("size", String(size)), ("hydrate", String(hydrate))]
  }
}
