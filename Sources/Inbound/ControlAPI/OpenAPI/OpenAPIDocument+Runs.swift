import ControlMessages

extension OpenAPIDocument {
  static let runOperations = [
    OperationText("GET", "/api/v1/runs", "listRuns", "A page of the ledger's rows, latest due first.", answers: "RunPage")
      .taking(ListParameters.of(ListFields.runs, words: ListWords.runs)),
    OperationText("GET", "/api/v1/runs/{fire}", "getRun", "One row, by the fire's id or its first eight digits or more.", answers: "Run"),
    OperationText("GET", "/api/v1/runs/{fire}/log", "logOfRun", "What the run has written.", answers: "RunLog").taking([
      .query(
        "attempt", "Left out: the latest. The output of a command's earlier ones is kept; that of others is not.",
        ["type": "integer", "minimum": 1, "maximum": .number(RunLogAttempt.allowed.upperBound)]),
      .query(
        "offset", "0, or next_offset of the piece before; 0 again when the answer is of another attempt.",
        ["type": "integer", "minimum": 0, "maximum": .number(.max)]),
      .query(
        "wait", "For so many seconds for something new.",
        ["type": "integer", "minimum": 0, "maximum": .number(RunLogWait.allowed.upperBound)]),
    ]),
    OperationText("POST", "/api/v1/runs/{fire}/cancel", "cancelRun", "Asks for the end of a run.", answers: "RunFields", status: 202)
      .taking([.query("force", "Without time to clean up.", ["type": "string", "enum": ["true", "false"]])]),
    OperationText("GET", "/api/v1/dead-letters", "listDeadLetters", "Failed fires that nobody has dealt with.", answers: "RunList").taking([
      .query("limit", "How many at most.", ["type": "integer", "minimum": 1, "maximum": .number(RunListLimit.allowed.upperBound)])
    ]),
    OperationText("POST", "/api/v1/dead-letters/replay", "replayDeadLetters", "Runs them again, oldest first.", answers: "DeadLetters")
      .sending("DeadLetterRequest").taking([idempotencyKey]),
    OperationText("POST", "/api/v1/dead-letters/drop", "dropDeadLetters", "Marks them as dealt with.", answers: "DeadLetters")
      .sending("DeadLetterRequest"),
    OperationText("GET", "/api/v1/audit", "auditLedger", "Compares due instants with rows.", answers: "LedgerAudit").taking([
      .query("from", "Left out: where the ledger begins.", SchemaText.type("time")),
      .query("to", "Left out: now.", SchemaText.type("time")),
    ]),
  ]

  static let runSchemas: [String: DocumentValue] = [
    "RunFields": SchemaText.object(runFields),
    "Run": [
      "allOf": [
        ["$ref": "#/components/schemas/RunFields"],
        SchemaText.object(
          """
          id: id, name: text, status: RunStatus, created: time, start_time: time?, end_time: time?, body: RunBody, metadata: any,
          resources: any, permission_denied: flag
          """),
      ]
    ],
    "RunStatus": ["type": "string", "enum": .list(ZenMLStatus.allCases.map { .text($0.rawValue) })],
    "RunBody": SchemaText.object(
      "created: time, updated: time, project_id: id, status: RunStatus, in_progress: flag, status_reason: text?, index: whole"),
    "RunPage": page(of: "Run"), "RunList": SchemaText.object("items: [RunFields]"),
    "RunLog": SchemaText.object("text: text, next_offset: whole, last: flag, gap: flag, attempt~: whole, lost_bytes~: whole"),
    "DeadLetterRequest": [
      "oneOf": [
        [
          "type": "object", "required": ["fires", "all"],
          "properties": ["fires": ["type": "array", "minItems": 1, "items": SchemaText.type("fire")], "all": ["const": false]],
        ],
        [
          "type": "object", "required": ["all"],
          "properties": ["fires": ["type": ["array", "null"], "maxItems": 0], "all": ["const": true]],
        ],
      ]
    ],
    "DeadLetters": SchemaText.object("settled: [id], fires: [RunFields], refused: [Refusal]"),
    "Refusal": SchemaText.object("fire_id: text, reason: text"),
    "LedgerAudit": SchemaText.object(
      "from: time, to: time, horizon: time?, instants: whole, faults: [LedgerFault], problem: text?, behind: [LedgerBehind]?"),
    "LedgerBehind": SchemaText.object("schedule_id: id, schedule: text, through: time, next_due: time"),
    "LedgerFault": SchemaText.object(
      "kind: text, schedule_id: id, schedule: text, revision: whole, first: time, last: time, count: whole"),
  ]

  private static let runFields = """
    fire_id: id, kind: text, schedule_id: id, schedule: text, due: time, due_last: time, count: whole, outcome: text, reason: text?,
    reason_code: text?, claimed_at: time, started_at: time?, finished_at: time?, lateness_ms: whole?, attempt: whole, run_id: text?,
    run_name: text?, run_status: text?, missed_count: whole?, missed_first: time?, missed_last: time?, jitter_ms: whole?, not_before: time?,
    carried_by: id?, backfill_id: id?, replay_of: id?, follows: id?, trace_id~: text?, project_id~: id?
    """
}
