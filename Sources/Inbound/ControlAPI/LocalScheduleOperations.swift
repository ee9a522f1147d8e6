import ControlMessages
import Values

/// Schedules that are in no file and on no server.
///
/// Definitions are texts, one document of a schedule file, as JSON or YAML. `forbidden` when the caller's role may not write what
/// a definition asks for; `conflict` when the schedule is a file's or a server's, or the name is taken.
package protocol LocalScheduleOperations: Sendable {
  /// - Parameter ifNoneExists: an existing one is `preconditionFailed` instead of `conflict`.
  func createSchedule(_ text: String, ifNoneExists: Bool, by caller: Caller?) async throws(ControlProblem) -> LocalScheduleChange
  /// - Parameter expected: `preconditionFailed` when the schedule's tag is not among them; nil: whatever it is.
  func updateSchedule(_ nameOrID: String, _ text: String, expected: EntityTags?, by caller: Caller?) async throws(ControlProblem)
    -> LocalScheduleChange
  /// The schedule as it was.
  func deleteSchedule(_ nameOrID: String, expected: EntityTags?, by caller: Caller?) async throws(ControlProblem) -> LocalScheduleChange
  /// The text as it was written.
  func definition(_ nameOrID: String, by caller: Caller?) async throws(ControlProblem) -> DefinitionMessage
}

/// Who changed what.
package protocol AuditLogOperations: Sendable {
  /// Newest first.
  func auditLog(_ request: AuditLogRequest) async throws(ControlProblem) -> Page<AuditLogItem>
}

/// A local schedule that was made, changed or deleted.
package struct LocalScheduleChange: Sendable {
  package var item: ScheduleItem
  /// The definitions, without secrets; nil where there is none.
  package var before: JSONValue?
  package var after: JSONValue?

  package init(item: ScheduleItem, before: JSONValue? = nil, after: JSONValue? = nil) {
    self.item = item
    self.before = before
    self.after = after
  }
}
