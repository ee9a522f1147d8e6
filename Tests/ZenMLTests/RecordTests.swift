import CivilTime
import HTTP
import TestSupport
import Testing
import Values

@testable import ZenML

struct RecordTests {
  private static let id = "b32efeac-c131-40cc-addf-f17bdfeaf010"
  private static let other = "6f67cb59-080a-4d6b-870b-97845d833bf7"

  @Test func theShapesOfAllServersSayTheSame() throws {
    let flat: ZenMLRun = try decoded(
      #"{"id":"\#(Self.id)","name":"r","status":"running","pipeline_id":"\#(Self.other)","start_time":"2026-11-21T02:00:00Z"}"#)
    let old: ZenMLRun = try decoded(
      #"""
      {"id":"\#(Self.id)","name":"r","body":{"status":"running","pipeline":{"id":"\#(Self.other)","name":"p"},"user":{"id":"\#(Self.other)"}},
       "metadata":{"start_time":"2026-11-21T02:00:00","workspace":{"id":"\#(Self.other)"}}}
      """#)
    let new: ZenMLRun = try decoded(
      #"""
      {"id":"\#(Self.id)","name":"r","body":{"status":"running","pipeline_id":"\#(Self.other)","user_id":"\#(Self.other)","project_id":"\#(Self.other)"},
       "metadata":{"start_time":"2026-11-21T02:00:00"},"resources":{"pipeline":{"id":"\#(Self.other)","name":"p"}}}
      """#)
    for run in [flat, old, new] {
      #expect(run.status == .running && run.pipelineID == Identifier(Self.other) && run.startTime?.iso8601 == "2026-11-21T02:00:00Z")
      #expect(run.isHydrated && run.defects == [] && run.extra == [:])
    }
    #expect(old.projectID == new.projectID && old.userID == new.userID && old.pipeline?.name == "p")
  }

  @Test func whatIsNotKnownIsKept() throws {
    let tag: ZenMLTag = try decoded(
      #"{"id":"\#(Self.id)","name":"t","body":{"color":"blue","glow":{"strength":3}},"metadata":{"tagged_count":2,"since":null},"resources":{"owner":"me"}}"#
    )
    #expect(tag.extra == ["glow": ["strength": 3], "since": nil, "owner": "me"])
    #expect(tag.json["body"]?["glow"]?["strength"] == 3)
  }

  @Test func whatIsMissingOrWrongIsNilAndOnlyTheIDIsNeeded() throws {
    let model: ZenMLModel = try decoded(#"{"id":"\#(Self.id)"}"#)
    #expect(model.name == Self.id && model.license == nil && model.tags == [])
    let wrong: ZenMLModelVersion = try decoded(#"{"id":"\#(Self.id)","body":{"number":"three","stage":4,"created":"then"}}"#)
    #expect(wrong.number == nil && wrong.stage == nil && wrong.createdAt == nil)
    #expect(
      wrong.defects == ["number is not a whole number", "stage is not a text", "created 'then' is not an ISO-8601 time"])
    #expect(throws: ZenMLFieldError.self) { let _: ZenMLModel = try decoded("{}") }
    #expect(throws: ZenMLFieldError.self) { let _: ZenMLModel = try decoded("3") }
  }

  @Test func neitherWordsNorMirrorShowSecrets() throws {
    let secret: ZenMLSecret = try decoded(#"{"id":"\#(Self.id)","name":"db","body":{"values":{"password":"hunter2"}}}"#)
    let key: ZenMLAPIKey = try decoded(#"{"id":"\#(Self.id)","name":"k","body":{"key":"ZENKEY_hunter2"}}"#)
    let deployment: ZenMLDeployment = try decoded(#"{"id":"\#(Self.id)","name":"d","metadata":{"auth_key":"hunter2"}}"#)
    let connector: ZenMLServiceConnector = try decoded(
      #"{"id":"\#(Self.id)","name":"c","metadata":{"configuration":{"password":"hunter2"}}}"#)
    #expect(secret.values == ["password": "hunter2"] && key.key == "ZENKEY_hunter2" && deployment.authKey == "hunter2")
    for record in [secret, key, deployment, connector] as [any ZenMLRecord] {
      var dumped = "\(record) \(String(reflecting: record))"
      dump(record, to: &dumped)
      #expect(!dumped.contains("hunter2"))
    }
  }

  @Test func componentsAreReadInEveryShape() throws {
    let new: ZenMLComponent = try decoded(
      #"{"id":"\#(Self.id)","name":"k8s","body":{"type":"orchestrator","flavor_name":"kubernetes"},"resources":{"flavor":{"id":"\#(Self.other)","name":"kubernetes","body":{"is_custom":false}}}}"#
    )
    #expect(new.flavorName == "kubernetes" && !new.isCustom && new.type == "orchestrator")
    let old: ZenMLComponent = try decoded(#"{"id":"\#(Self.id)","name":"k8s","body":{"type":"orchestrator","flavor":"kubernetes"}}"#)
    #expect(old.flavorName == "kubernetes" && old.isCustom)
    let stack: ZenMLStack = try decoded(#"{"id":"\#(Self.id)","name":"s","components":{"orchestrator":["\#(Self.other)"]}}"#)
    #expect(stack.components["orchestrator"]?.map(\.id) == [try #require(Identifier(Self.other))])
  }

  @Test func aPageIsACollection() throws {
    let text =
      #"{"index":2,"max_size":2,"total_pages":2,"total":4,"items":[{"id":"\#(Self.id)","name":"a"},{"id":"\#(Self.other)","name":"b"}]}"#
    let page = try ZenMLPage<ZenMLTag>(try JSONReader.value(of: Array(text.utf8)))
    #expect(page.number == 2 && page.isLast && page.total == 4 && page.count == 2)
    #expect(page.map(\.name) == ["a", "b"] && page[1].name == "b" && page.last?.name == "b" && page.reversed().first?.name == "b")
  }

  @Test func requestsAreWrittenAsTheServerReadsThem() throws {
    #expect(
      ZenMLSchedule.Request(name: "n", timing: .cron("* * * * *")).members == [
        "name": "n", "cron_expression": "* * * * *", "active": true, "catchup": false, "pipeline_id": nil, "orchestrator_id": nil,
      ])
    #expect(ZenMLSchedule.Update(isActive: false).members == ["active": false])
    #expect(ZenMLRun.Update().members == [:])
    #expect(ZenMLRun.Update().with(\.status, .failed).members == ["status": "failed"])
    var run = ZenMLRunConfiguration(runName: "r", stepParameters: ["train": ["lr": .number(0.1)]])
    run.tags = ["t"]
    run.more = ["extra": ["a": 1]]
    #expect(run.members == ["run_name": "r", "steps": ["train": ["parameters": ["lr": .number(0.1)]]], "tags": ["t"], "extra": ["a": 1]])
  }
}
