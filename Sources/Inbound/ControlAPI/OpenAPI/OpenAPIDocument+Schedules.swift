import ControlMessages

extension OpenAPIDocument {
  static let scheduleOperations = [
    OperationText("GET", "/api/v1/schedules", "listSchedules", "A page of the schedules, by name.", answers: "SchedulePage")
      .taking(ListParameters.of(ListFields.schedules)),
    OperationText(
      "GET", "/api/v1/schedule-summaries", "listScheduleSummaries", "The same page in few words, for long lists.",
      answers: "ScheduleSummaryPage"
    ).taking(ListParameters.of(ListFields.schedules)),
    OperationText("GET", "/api/v1/schedules/{schedule}", "getSchedule", "One schedule, by name or id.", answers: "Schedule"),
    OperationText(
      "POST", "/api/v1/schedules/{schedule}/trigger", "triggerSchedule", "Fires it now, besides its due instants.", answers: "Run",
      status: 202
    ).taking([idempotencyKey]),
    OperationText("GET", "/api/v1/schedules/{schedule}/why", "whySchedule", "What became of an instant, and why.", answers: "Why")
      .taking([.query("at", "The instant; left out: the latest due one.", SchemaText.type("time"))]),
    OperationText("GET", "/api/v1/schedules/{schedule}/guarantee", "guaranteeOfSchedule", "What is promised for it.", answers: "Guarantee"),
    OperationText(
      "GET", "/api/v1/schedules/{schedule}/exclusions", "exclusionsOfSchedule", "Which of its next due instants calendars skip or put off.",
      answers: "ExclusionList"
    ).taking([
      .query("from", "Due instants after this time; left out: now.", SchemaText.type("time")),
      .query(
        "count", "How many due instants are looked at; left out: 5.",
        [
          "type": "integer", "minimum": .number(ExclusionLimit.allowed.lowerBound), "maximum": .number(ExclusionLimit.allowed.upperBound),
        ]),
    ]),
    OperationText(
      "POST", "/api/v1/schedules/{schedule}/backfill", "backfillSchedule", "Runs past instants, or lists them with dry_run.",
      success: [200: OperationText.json(SchemaText.type("Backfill")), 202: OperationText.json(SchemaText.type("Backfill"))]
    ).sending("BackfillRequest").taking([idempotencyKey]),
    OperationText("POST", "/api/v1/pause", "pauseSchedules", "Pauses schedules; all that are selected, or none.", answers: "ScheduleList")
      .sending("PauseRequest"),
    OperationText("POST", "/api/v1/resume", "resumeSchedules", "Lets paused schedules go on.", answers: "ScheduleList").sending(
      "ResumeRequest"),
    OperationText("GET", "/api/v1/pipelines", "listPipelines", "A page of what the schedules start.", answers: "PipelinePage")
      .taking(ListParameters.of(ListFields.pipelines)),
    OperationText("GET", "/api/v1/pipelines/{pipeline}", "getPipeline", "One of them, by name or id.", answers: "Pipeline"),
  ]

  static let scheduleSchemas: [String: DocumentValue] = [
    "ScheduleFields": SchemaText.object(scheduleFields),
    "Schedule": [
      "allOf": [
        ["$ref": "#/components/schemas/ScheduleFields"],
        SchemaText.object("body: ScheduleBody, metadata: ScheduleMetadata, resources: {any}, permission_denied: flag"),
      ]
    ],
    "ScheduleBody": SchemaText.object(
      """
      created: time?, updated: time?, project_id: id, active: flag, cron_expression: text?, start_time: time?, end_time: time?,
      interval_second: text?, catchup: flag, run_once_start_time: time?, is_archived: flag
      """),
    "ScheduleMetadata": SchemaText.object("orchestrator_id: id?, pipeline_id: id?, run_metadata: {any}"),
    "ScheduleSummary": SchemaText.object(
      """
      id: id, name: text, source: text, state: text, time_zone: text, cron_expression~: text, interval_seconds~: number,
      run_once_start_time~: time, trigger~: text, tags~: [text], next_due~: time, starts_at~: time, last_outcome~: text, reason~: text,
      paused_until~: time
      """),
    "ScheduleSummaryPage": page(of: "ScheduleSummary"),
    "SchedulePage": page(of: "Schedule"), "ScheduleList": SchemaText.object("items: [ScheduleFields]"),
    "Policy": SchemaText.object(
      """
      misfire: text, misfire_limit: whole, misfire_window_seconds: number?, start_deadline_seconds: number?, overlap: text, mutex: text?,
      jitter_seconds: number, max_runs: whole?, pause_after_failures: whole?, timeout_seconds: number?, retry: Retry, retry_unknown: flag?,
      calendars: [CalendarRule]
      """),
    "Retry": SchemaText.object(
      """
      attempts: whole, sends: whole, backoff_seconds: number, max_backoff_seconds: number, jitter: number, budget_seconds: number?,
      exit_codes: [text]?
      """),
    "CalendarRule": SchemaText.object("name: text, action: text"),
    "Pause": SchemaText.object("since: time, until: time?, reason: text"),
    "BackfillUnderWay": SchemaText.object("id: id, position: time, end: time, max_parallel: whole"),
    "Selection": [
      "description": "Names or ids, all, or those with a tag: exactly one of the three.",
      "oneOf": [
        selection(names: ["type": "array", "minItems": 1, "items": ["type": "string"]], all: false, tag: ["type": "null"]),
        selection(names: ["type": ["array", "null"], "maxItems": 0], all: true, tag: ["type": "null"]),
        selection(names: ["type": ["array", "null"], "maxItems": 0], all: false, tag: ["type": "string"]),
      ],
    ],
    "PauseRequest": SchemaText.object("selection: Selection, until~: time?, reason~: text?"),
    "ResumeRequest": SchemaText.object("selection: Selection, replay: flag"),
    "BackfillRequest": SchemaText.object("from: time, to: time, max_parallel: Parallel, dry_run: flag"),
    "Parallel": [
      "type": "integer", "minimum": .number(BackfillRequest.parallelAllowed.lowerBound),
      "maximum": .number(BackfillRequest.parallelAllowed.upperBound),
    ],
    "Backfill": SchemaText.object("id: text?, schedule_id: id, schedule: text, instants: [BackfillInstant], max_parallel: whole"),
    "BackfillInstant": SchemaText.object("due: time, fire_id: id?, outcome: text?, result: text?"),
    "Why": SchemaText.object(
      """
      schedule_id: id, schedule: text, at: time?, verdict: text, answer: text, advice: text?, story: [WhyStep], row: RunFields?,
      previous_due: time?, next_due: time?, starts_at: time?, last_sync: time?
      """),
    "WhyStep": SchemaText.object("step: text, text: text"),
    "Guarantee": SchemaText.object("schedule_id: id, schedule: text, promise: text, answer: text, details: [WhyStep]"),
    "ExclusionList": SchemaText.object("items: [Exclusion]"),
    "Exclusion": SchemaText.object("due: time, calendar: text, deferred_until: time?"),
    "PipelinePage": page(of: "Pipeline"),
    "Pipeline": SchemaText.object("id: id, name: text, kind: text, schedules: [ScheduleReference], next_due: time?, created: time?"),
    "ScheduleReference": SchemaText.object("id: id, name: text, state: text"),
  ]

  private static let scheduleFields = """
    id: id, name: text, source: text, cron_expression: text?, interval_seconds: number?, run_once_start_time: time?, time_zone: text,
    start_time: time?, end_time: time?, active: flag, state: text, reason: text?, warnings: [text], trigger: text?, binding: text?,
    misfire: text, overlap: text, next_due: time?, starts_at~: time, last_outcome: text?, pipeline_id: id?, project_id~: id?,
    orchestrator_id: id?, revision: whole,
    tags: [text], policy: Policy?, pause: Pause?, runs_started: whole?, failures_in_a_row: whole?, owed_from: time?, created: time?, updated: time?,
    backfills: [BackfillUnderWay], under_way: [id], etag~: text?
    """

  private static func selection(names: DocumentValue, all: Bool, tag: DocumentValue) -> DocumentValue {
    let members: DocumentValue = [
      "type": "object", "properties": ["names": names, "all": ["const": .flag(all)], "tag": tag],
    ]
    let none: DocumentValue = ["type": ["array", "null"], "maxItems": 0]
    let needed: [DocumentValue] = names == none ? (all ? ["all"] : ["all", "tag"]) : ["names", "all"]
    return members.with(["required": .list(needed)])
  }
}
