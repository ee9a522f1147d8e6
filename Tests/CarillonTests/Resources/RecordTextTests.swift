import ControlMessages
import Scheduling
import Testing

@testable import carillon

@Suite struct RecordTextTests {
  @Test func everyPartOfARecordIsOneListOfFields() throws {
    let record = try json(
      """
      {"id": "6c188f67", "name": "nightly", "permission_denied": false,
       "body": {"status": "failed", "created": "2026-11-21T01:00:00", "pipeline_id": null, "in_progress": false},
       "metadata": {"status": "again", "run_metadata": {"fired_by": "sched"}, "count": 3},
       "resources": {"pipeline": {"id": "0b0ade00", "name": "training", "body": {}}, "tags": [{"id": "1", "name": "a"}, {"id": "2", "name": "b"}],
                     "nobody": null}}
      """)
    #expect(
      text(record) == """
        id            6c188f67
        name          nightly
        created       2026-11-21T01:00:00Z (1 h ago)
        in progress   no
        status        failed
        count         3
        run metadata  {"fired_by":"sched"}
        pipeline      training (0b0ade00)
        tags          a, b

        """)
  }

  @Test func aFlatRecordAndWhatNobodyKnowsAreShownToo() throws {
    let record = try json(
      #"{"name": "churn", "id": "m1", "tags": ["a", "b"], "score": 0.5, "brand_new": {"a": [1]}, "empty": [], "lines": "a\nb"}"#)
    #expect(
      text(record) == """
        id         m1
        name       churn
        brand new  {"a":[1]}
        lines      a b
        score      0.5
        tags       a, b

        """)
  }

  @Test func aNarrowTerminalCutsLongValues() throws {
    #expect(text(["id": "m1", "description": "a long description"], width: 22) == "id           m1\ndescription  a long d…\n")
  }

  @Test func secretsAreHiddenAndTheirKeysAreNot() throws {
    let record = try json(
      """
      {"name": "warehouse", "body": {"values": {"user": "alice", "port": 5432, "empty": ""}, "auth_key": "k", "activation_token": null},
       "metadata": {"config": {"token": "t", "max_tokens": 5, "cache_key": "c", "db_password": "p", "schema": {"password": {"type": "string"}}}, "items": [{"secret": "s"}]}}
      """)
    let shown = try json(
      """
      {"name": "warehouse", "body": {"values": {"user": "***", "port": "***", "empty": ""}, "auth_key": "***", "activation_token": null},
       "metadata": {"config": {"token": "***", "max_tokens": 5, "cache_key": "c", "db_password": "***", "schema": {"password": {"type": "string"}}}, "items": [{"secret": "***"}]}}
      """)
    #expect(SecretMembers(["values"]).hidden(in: record) == shown)
  }

  @Test(arguments: [
    ("409: the value canary-1 is taken", "409: the value *** is taken"),
    ("422: 'msg': 'bad', 'input': {'a': 'cana…; again", "422: 'msg': 'bad', … (what was sent is not shown)"),
    ("422: type=x, input_value='canary-1'", "422: type=x, … (what was sent is not shown)"),
  ])
  func anErrorNeverRepeatsASecretThatWasSent(message: String, shown: String) throws {
    let sent = try json(#"{"name": "a", "values": {"user": "canary-1", "port": 5}}"#)
    let echo = SecretEcho(secrets: SecretMembers(["values"]).texts(in: sent))
    #expect(echo.removed(from: ControlProblem(.conflict, message)).message == shown)
    #expect(SecretEcho(secrets: []).removed(from: ControlProblem(.conflict, message)).message == message)
  }

  @Test func whatTheAnswerSaysNothingAboutIsNamed() throws {
    let answer = try json(
      #"{"id": "1", "name": "a", "body": {"project_id": "p", "pipeline_id": "q", "tags": []}, "metadata": {"about": null}}"#)
    let sent: [String: JSONValue] = [
      "name": "a", "naem": "b", "about": "c", "pipeline": "q", "add_tags": ["x"], "password": "p", "project": "p", "other": 1,
    ]
    #expect(AnswerCheck(sent: sent, answer: answer).ignored == ["naem", "other"])
  }

  @Test func whatIsSentAsAnIdMayBeShownAsItsRecord() throws {
    let answer = try json(#"{"id": "1", "name": "a", "body": {}, "resources": {"source_snapshot": {"id": "s"}}}"#)
    #expect(AnswerCheck(sent: ["source_snapshot_id": "s", "other_id": "o"], answer: answer).ignored == ["other_id"])
  }

  private func text(_ record: JSONValue, width: Int? = nil) -> String {
    RecordText(json: record, moments: sampleMoments, width: width).text
  }
}
