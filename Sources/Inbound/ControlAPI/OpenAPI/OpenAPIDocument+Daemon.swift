import ControlMessages

extension OpenAPIDocument {
  static let daemonOperations = [
    OperationText("GET", "/api/v1/status", "getStatus", "The daemon's state.", answers: "Status"),
    OperationText("POST", "/api/v1/sync", "syncNow", "Reads the server and the schedule files at once.", answers: "Sync"),
    OperationText(
      "POST", "/api/v1/store/backup", "backUpStore", "Writes a copy of the store to a file of the daemon's machine.", answers: "Backup"
    )
    .sending("Backup"),
    OperationText(
      "POST", "/api/v1/store/verify", "verifyStore", "Whether the store is sound, and its ledger complete.", answers: "Verification"),
    OperationText("GET", "/api/v1/openapi.json", "getDocument", "This document.", success: [200: OperationText.json(["type": "object"])]),
  ]

  /// One event, read as the HTML standard says (section 9.2.6).
  private static let eventSchema: DocumentValue = [
    "type": "object", "properties": ["event": ["type": "string"], "id": ["type": "string"], "data": ["type": "string"]],
  ]

  static let eventOperations = [
    OperationText(
      "GET", "/api/v1/events", "followEvents", "What happens, as it happens: run, schedule, schedule_removed, gap and end.",
      success: [200: ["text/event-stream": ["schema": eventSchema]]]
    ).taking([
      .query("schedule", "Only of this one, by name or id.", ["type": "string"]),
      .query("after", "Begin behind the event with this id; 0: with the oldest that is kept.", eventID),
      .query("follow", "false: only what is kept.", ["type": "string", "enum": ["true", "false"]]),
      [
        "name": "Last-Event-ID", "in": "header", "required": false, "description": "As after; browsers send it when they connect again.",
        "schema": eventID,
      ],
    ]),
    OperationText(
      "POST", "/callbacks/{token}", "callBack", "The work that a trigger with callback: true began has ended. No body: it succeeded.",
      success: [204: nil]
    ).sending("Callback", isRequired: false),
  ]

  private static let eventID: DocumentValue = ["type": "integer", "minimum": 0, "maximum": .number(Int(Int64.max))]

  static let daemonSchemas: [String: DocumentValue] = [
    "Problem": SchemaText.object(
      "type: text, title: text, status: whole, detail: text, instance~: text, code: ProblemCode, candidates: [text], fields~: [any]"),
    "ProblemCode": ["type": "string", "enum": .list(ControlProblem.Code.allCases.map { .text($0.rawValue) })],
    "Status": SchemaText.object(
      """
      version: text, instance: id, pid: whole, started_at: time, now: time, schedules: {whole}, next_due: time?, next_schedule: text?,
      starts_at~: time,
      fires_under_way: whole, fires_held_by_limits: whole?, fires_not_written: whole?, reports_waiting: whole, sync: Sync?,
      problems: [text], attention: [text], health: text?, health_reasons: [text], away_targets: [text], last_clock_step: ClockStep?,
      last_audit: time?, audit_findings: [text], retention_horizon: time?, last_check: time?, alerts: [Alert]
      """),
    "ClockStep": SchemaText.object("at: time, by_seconds: number"),
    "Sync": SchemaText.object(
      """
      server: text, last_success: time?, last_attempt: time?, error: text?, schedules: whole, problems: [text], attention: [text]
      """),
    "Backup": SchemaText.object("path: text"),
    "Verification": SchemaText.object("path: text, damage: [text], audit: LedgerAudit?"),
    "Callback": [
      "type": "object", "required": ["status"],
      "properties": [
        "status": ["type": "string", "enum": .list(CallbackMessage.Status.allCases.map { .text($0.rawValue) })],
        "reason": ["type": ["string", "null"]],
      ],
    ],
  ]
}
