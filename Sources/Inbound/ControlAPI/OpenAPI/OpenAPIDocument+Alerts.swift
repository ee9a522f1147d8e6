extension OpenAPIDocument {
  static let alertOperations = [
    OperationText("GET", "/api/v1/alerts", "listAlerts", "What people were told and is not over, and how the sinks are.", answers: "Alerts"),
    OperationText(
      "POST", "/api/v1/alerts/test", "testAlerts", "Sends a test alert to one sink, or to all, and says what each answered.",
      answers: "AlertTest"
    )
    .sending("AlertTestRequest"),
  ]

  static let alertSchemas: [String: DocumentValue] = [
    "Alerts": SchemaText.object("items: [Alert], sinks: [AlertSink]"),
    "Alert": SchemaText.object(
      """
      cause: text, kind: text, code: text, sentence: text, schedule: text?, schedule_id: id?, fire_id: id?, due: time?, since: time,
      last_told: time?, count: whole, sinks: [text], why: text
      """),
    "AlertSink": SchemaText.object("name: text, kind: text, waiting: whole, last_delivery: time?, error: text?, lost: whole"),
    "AlertTestRequest": SchemaText.object("sink~: text?"),
    "AlertTest": SchemaText.object("answers: [AlertAnswer]"),
    "AlertAnswer": SchemaText.object("sink: text, kind: text, taken: flag, answer: text"),
  ]
}
