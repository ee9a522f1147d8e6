import ControlMessages

extension OpenAPIDocument {
  static let localScheduleOperations = [
    OperationText("POST", "/api/v1/schedules", "createSchedule", "Makes a schedule that is in no file.", answers: "Schedule", status: 201)
      .sendingDefinition().taking([.header("If-None-Match", "*: not when there is one of that name."), idempotencyKey]),
    OperationText("PUT", "/api/v1/schedules/{schedule}", "updateSchedule", "Changes such a schedule.", answers: "Schedule")
      .sendingDefinition().taking([ifMatch]),
    OperationText("DELETE", "/api/v1/schedules/{schedule}", "deleteSchedule", "Deletes one; its rows stay.", answers: "ScheduleFields")
      .taking([ifMatch]),
    OperationText("GET", "/api/v1/schedules/{schedule}/definition", "getDefinition", "The text of such a schedule.", answers: "Definition"),
    OperationText("GET", "/api/v1/audit-log", "listAuditLog", "A page of who changed what, newest first.", answers: "AuditLogPage").taking([
      .query("page", "From 1.", whole(AuditLogRequest.pages)),
      .query("size", "How many items a page has at most.", whole(AuditLogRequest.sizes)),
      .query("who", "Only by this one.", ["type": "string"]), .query("operation", "Only of this kind.", ["type": "string"]),
      .query("subject", "Only about this.", ["type": "string"]), .query("since", "Only from then on.", SchemaText.type("time")),
    ]),
  ]

  static let localScheduleSchemas: [String: DocumentValue] = [
    "Definition": SchemaText.object("id: id, name: text, text: text, etag: text, created: time, updated: time"),
    "AuditLogPage": page(of: "AuditLogItem"),
    "AuditLogItem": SchemaText.object(
      """
      id: whole, at: time, who: text, role: text?, from: text, operation: text, subject: text?, request_id: text, asked: any, before: any,
      after: any, outcome: text, status: whole?, problem: text?, ended_at: time?
      """),
  ]

  private static let ifMatch: DocumentValue = .header("If-Match", "Only when its ETag is one of these.")
  static let idempotencyKey: DocumentValue = .header("Idempotency-Key", "What was done under the same key is not done again.")

  static func whole(_ allowed: ClosedRange<Int>) -> DocumentValue {
    ["type": "integer", "minimum": .number(allowed.lowerBound), "maximum": .number(allowed.upperBound)]
  }
}

extension OperationText {
  /// One document of a schedule file, as JSON or YAML: the file's reader says what is wrong with it, and where.
  fileprivate func sendingDefinition() -> OperationText {
    var copy = self
    copy.body = [
      "application/json": ["schema": ["type": "object", "required": ["name", "trigger"]]],
      "application/yaml": ["schema": ["type": "string"]],
    ]
    return copy
  }
}
