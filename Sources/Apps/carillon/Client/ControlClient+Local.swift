import ControlAPI
import ControlMessages
import Seams

/// Schedules that are in no file and on no server. Who asks, the daemon finds out by itself.
extension ControlClient {
  func createSchedule(_ text: String, ifNoneExists: Bool, by caller: Caller?) async throws(ControlProblem) -> LocalScheduleChange {
    let condition = ifNoneExists ? [HTTPHeader("If-None-Match", "*")] : []
    return LocalScheduleChange(
      item: try await answer(ScheduleItem.self, "POST", ControlPaths.schedules, bytes: Array(text.utf8), headers: condition))
  }

  func updateSchedule(
    _ nameOrID: String, _ text: String, expected: EntityTags?, by caller: Caller?
  ) async throws(ControlProblem) -> LocalScheduleChange {
    let path = ControlPaths.schedule(try named(nameOrID))
    let headers = Self.condition(expected)
    return LocalScheduleChange(item: try await answer(ScheduleItem.self, "PUT", path, bytes: Array(text.utf8), headers: headers))
  }

  func deleteSchedule(
    _ nameOrID: String, expected: EntityTags?, by caller: Caller?
  ) async throws(ControlProblem) -> LocalScheduleChange {
    let path = ControlPaths.schedule(try named(nameOrID))
    return LocalScheduleChange(item: try await answer(ScheduleItem.self, "DELETE", path, headers: Self.condition(expected)))
  }

  func definition(_ nameOrID: String, by caller: Caller?) async throws(ControlProblem) -> DefinitionMessage {
    try await answer(DefinitionMessage.self, "GET", ControlPaths.definition(try named(nameOrID)))
  }

  private static func condition(_ expected: EntityTags?) -> [HTTPHeader] {
    switch expected {
    case nil: []
    case .any?: [HTTPHeader("If-Match", "*")]
    case .tags(let tags)?: [HTTPHeader("If-Match", tags.map { "\"\($0)\"" }.joined(separator: ", "))]
    }
  }
}
