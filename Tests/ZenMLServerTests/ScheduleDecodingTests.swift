import CivilTime
import Scheduling
import Testing

@testable import ZenML
@testable import ZenMLServer

struct ScheduleDecodingTests {
  /// A hydrated schedule as 0.98.0 sends it, with `fields` put into its body.
  private func nested(_ fields: String = "", metadata: String = #""orchestrator_id": null, "pipeline_id": null, "run_metadata": {}"#) throws
    -> ZenMLSchedule
  {
    try decoded(
      """
      {"body": {"created": "2026-11-21T03:26:51.605867", "updated": "2026-11-21T03:26:51.605901",
                "user_id": "bb6c240e-9698-442a-985d-3cd532aea2ec", "project_id": "9c830fac-112d-4b00-96c7-e589182914ad",
                "catchup": false, "is_archived": false\(fields.isEmpty ? "" : ", \(fields)")},
       "metadata": {\(metadata)}, "resources": {"user": null},
       "id": "b32efeac-c131-40cc-addf-f17bdfeaf010", "permission_denied": false, "name": "nightly"}
      """)
  }

  @Test func theServersShapeIsRead() throws {
    let schedule = try nested(
      #""active": true, "cron_expression": "*/5 * * * *", "start_time": "2026-11-20T22:00:00", "end_time": null, "interval_second": null, "run_once_start_time": null"#,
      metadata:
        #""orchestrator_id": "3a802624-8f2c-4633-8301-5cd09a8ea08b", "pipeline_id": "6f67cb59-080a-4d6b-870b-97845d833bf7", "run_metadata": {"carillon.binding": "{}", "other": {"a": [1]}}"#
    )
    #expect(schedule.record.id == Identifier("b32efeac-c131-40cc-addf-f17bdfeaf010"))
    #expect(schedule.record.name == "nightly")
    #expect(schedule.record.cronExpression == "*/5 * * * *")
    #expect(schedule.record.startTime?.iso8601 == "2026-11-20T22:00:00Z")
    #expect(schedule.record.updated?.iso8601 == "2026-11-21T03:26:51.605901Z")
    #expect(schedule.record.orchestratorID == Identifier("3a802624-8f2c-4633-8301-5cd09a8ea08b"))
    #expect(schedule.record.pipelineID == Identifier("6f67cb59-080a-4d6b-870b-97845d833bf7"))
    #expect(schedule.projectID == Identifier("9c830fac-112d-4b00-96c7-e589182914ad"))
    #expect(schedule.bindingText == "{}")
    #expect(schedule.isHydrated)
    #expect(schedule.record.defect == nil)
  }

  @Test func theFlatShapeIsRead() throws {
    let schedule: ZenMLSchedule = try decoded(
      """
      {"id": "b32efeac-c131-40cc-addf-f17bdfeaf010", "name": "flat", "start_time": "2026-11-21T00:00:00Z",
       "interval_seconds": 5400, "active": false, "pipeline_id": "6f67cb59-080a-4d6b-870b-97845d833bf7",
       "created": "2026-11-21T00:00:00Z"}
      """)
    #expect(schedule.record.interval == .seconds(5400))
    #expect(!schedule.record.active)
    #expect(schedule.record.pipelineID == Identifier("6f67cb59-080a-4d6b-870b-97845d833bf7"))
    #expect(schedule.record.updated == nil)
    #expect(schedule.isHydrated)
    #expect(schedule.projectID == nil)
  }

  @Test(arguments: [
    ("\"PT1H30M\"", Duration.seconds(5400)), ("\"P1Y35D\"", .seconds(400 * 86_400)), ("\"P7D\"", .seconds(7 * 86_400)),
    ("\"PT0.25S\"", .milliseconds(250)), ("\"-PT5S\"", .seconds(-5)), ("60", .seconds(60)), ("0.5", .milliseconds(500)),
  ])
  func intervalsComeAsISODurationsOrNumbers(json: String, interval: Duration) throws {
    #expect(try nested(#""interval_second": \#(json)"#).record.interval == interval)
  }

  @Test func aTimeWithoutAZoneIsUTC() throws {
    #expect(
      try nested(#""run_once_start_time": "2030-01-01T00:36:15.406612""#).record.runOnceStartTime?.iso8601 == "2030-01-01T00:36:15.406612Z")
  }

  @Test(arguments: [
    (#""interval_second": "abc""#, "interval_second 'abc' is not an ISO-8601 duration"),
    (#""interval_second": "P1M""#, "interval_second 'P1M' is not an ISO-8601 duration"),
    (#""interval_second": true"#, "interval_second is not a duration"),
    (#""interval_seconds": 1e300"#, "interval_seconds 1e+300 is out of range"),
    (#""start_time": "yesterday""#, "start_time 'yesterday' is not an ISO-8601 time"),
    (#""cron_expression": 5"#, "cron_expression is not a text"),
    (#""active": "yes""#, "active is neither true nor false"),
  ])
  func aFieldThatCannotBeReadIsADefectOfItsRecordOnly(json: String, defect: String) throws {
    #expect(try nested(json).record.defect == defect)
  }

  @Test func severalDefectsAreAllNamed() throws {
    let defect = try nested(#""start_time": "x", "end_time": "y""#).record.defect
    #expect(defect == "start_time 'x' is not an ISO-8601 time; end_time 'y' is not an ISO-8601 time")
  }

  @Test func aRecordWithoutANameIsNamedByItsID() throws {
    let schedule: ZenMLSchedule = try decoded(#"{"id": "b32efeac-c131-40cc-addf-f17bdfeaf010", "name": null}"#)
    #expect(schedule.record.name == "b32efeac-c131-40cc-addf-f17bdfeaf010")
    #expect(schedule.record.defect == "it has no name")
  }

  @Test func aRecordThatMayNotBeReadSaysSo() throws {
    let schedule: ZenMLSchedule = try decoded(
      #"{"id": "b32efeac-c131-40cc-addf-f17bdfeaf010", "name": "secret", "permission_denied": true, "body": null, "metadata": null}"#)
    #expect(schedule.record.defect == "the server does not let this account read it")
  }

  @Test func anUnreadableRowCostsNoOther() throws {
    let answer: JSONValue = try decoded(
      """
      {"index": 1, "max_size": 500, "total_pages": 1, "total": 4, "items": [
        {"id": "b32efeac-c131-40cc-addf-f17bdfeaf010", "name": "good"}, {"name": "no id"}, 7, {"id": "not-a-uuid"}]}
      """)
    let page = try ZenMLPage<ZenMLSchedule>(answer)
    #expect(page.rows.map(\.record.name) == ["good"])
    #expect(
      page.unreadable == [
        "'no id': items.1: 'id' is missing",
        "a row without name and id: items.2: expected an object, found a number",
        "'not-a-uuid': items.3.id: 'not-a-uuid' is not a UUID",
      ])
  }

  @Test func anUnhydratedRowIsKnownAsSuch() throws {
    let schedule: ZenMLSchedule = try decoded(
      #"{"id": "b32efeac-c131-40cc-addf-f17bdfeaf010", "name": "n", "body": {"active": true}, "metadata": null}"#)
    #expect(!schedule.isHydrated)
  }

  @Test func metadataThatIsNoTextIsNoBinding() throws {
    #expect(try nested(metadata: #""run_metadata": {"carillon.binding": {"trigger": 1}}"#).bindingText == nil)
  }
}
