import CivilTime
import HTTP
import Testing
import Values

@testable import JFrogML

@Suite struct RecordTests {
  private let created = try? Instant(iso8601: "2026-11-21T02:00:00.25Z")

  @Test func everyFieldOfAModelIsRead() throws {
    let model = try JFrogModel(
      json: json(
        #"""
        {"id": "m1", "name": "churn", "description": "d", "framework": "pytorch", "task_type": "classification", "tags": ["a"],
         "latest_version": "1.4.0", "versions_count": 3, "created_at": "2026-11-21T02:00:00.25Z", "updated_at": "2026-11-21T03:00:00+01:00",
         "created_by": "me"}
        """#))
    #expect(model.id == "m1" && model.name == "churn" && model.description == "d" && model.framework == "pytorch")
    #expect(model.taskType == "classification" && model.tags == ["a"] && model.latestVersion == "1.4.0" && model.versionsCount == 3)
    #expect(model.createdAt == created && model.updatedAt?.iso8601 == "2026-11-21T02:00:00Z" && model.createdBy == "me")
    #expect(model.extra == [:])
  }

  @Test func everyFieldOfAVersionIsRead() throws {
    let version = try JFrogModelVersion(
      json: json(
        #"""
        {"id": "v1", "model_id": "m1", "version": "1.4.0", "description": "d", "status": "production", "artifact_path": "repo/a",
         "metrics": {"auc": 0.5, "n": 7}, "parameters": {"lr": "1e-3"}, "created_at": "2026-11-21T02:00:00.25Z", "created_by": "me"}
        """#))
    #expect(version.id == "v1" && version.modelID == "m1" && version.version == "1.4.0" && version.description == "d")
    #expect(version.status == .production && version.artifactPath == "repo/a" && version.metrics == ["auc": 0.5, "n": 7])
    #expect(version.parameters == ["lr": "1e-3"] && version.createdAt == created && version.createdBy == "me" && version.extra == [:])
  }

  @Test func everyFieldOfAnExperimentIsRead() throws {
    let experiment = try JFrogExperiment(
      json: json(
        #"""
        {"id": "e1", "name": "nightly", "description": "d", "model_id": "m1", "status": "completed", "metrics": {"auc": 1}, "parameters": {},
         "created_at": "2026-11-21T02:00:00.25Z", "completed_at": "2026-11-21T02:00:01Z", "created_by": "me"}
        """#))
    #expect(experiment.id == "e1" && experiment.name == "nightly" && experiment.description == "d" && experiment.modelID == "m1")
    #expect(experiment.status == .completed && experiment.metrics == ["auc": 1] && experiment.parameters == [:])
    #expect(experiment.createdAt == created && experiment.completedAt?.iso8601 == "2026-11-21T02:00:01Z")
    #expect(experiment.createdBy == "me" && experiment.extra == [:])
  }

  @Test func everyFieldOfADeploymentIsRead() throws {
    let deployment = try JFrogDeployment(
      json: json(
        #"""
        {"id": "d1", "name": "live", "model_id": "m1", "model_version_id": "v1", "status": "deploying", "endpoint_url": "https://x/y",
         "replicas": 2, "created_at": "2026-11-21T02:00:00.25Z", "updated_at": "2026-11-21T02:00:01Z"}
        """#))
    #expect(deployment.id == "d1" && deployment.name == "live" && deployment.modelID == "m1" && deployment.modelVersionID == "v1")
    #expect(deployment.status == .deploying && deployment.endpointURL == "https://x/y" && deployment.replicas == 2)
    #expect(deployment.createdAt == created && deployment.updatedAt?.iso8601 == "2026-11-21T02:00:01Z" && deployment.extra == [:])
  }

  @Test func onlyTheIdIsNeeded() throws {
    #expect(try JFrogModel(json: ["id": "m1"]).name == nil)
    #expect(try JFrogModel(json: ["id": 7]).id == "7")
    #expect(try JFrogDeployment(json: ["id": "d1", "status": nil, "name": nil]).extra == [:])
  }

  @Test(arguments: [
    (#"{"name": "churn\nx"}"#, "a model 'churn x' without an id"), (#"{"id": ""}"#, "a model without an id"),
    (#"{"id": null}"#, "a model without an id"), (#"{"id": ["m1"]}"#, "a model without an id"), ("[]", "a model that is no JSON object"),
  ])
  func aRecordWithoutOneIsRefusedInWords(text: String, words: String) throws {
    let json = try json(text)
    let error = #expect(throws: JFrogRecordError.self) { try JFrogModel(json: json) }
    #expect(error?.description == words)
  }

  @Test func whatIsNotDeclaredIsKept() throws {
    let json: JSONValue = [
      "id": "d1", "region": "eu", "replicas": "two", "created_at": "soon", "tags": ["a", 1], "metrics": ["auc": "high"],
    ]
    let deployment = try JFrogDeployment(json: json)
    #expect(deployment.replicas == nil && deployment.createdAt == nil)
    #expect(deployment.extra == ["region": "eu", "replicas": "two", "created_at": "soon", "tags": ["a", 1], "metrics": ["auc": "high"]])
    #expect(deployment.json == json)
    #expect(try JFrogModel(json: json).extra["tags"] == ["a", 1])
    #expect(try JFrogExperiment(json: json).extra["metrics"] == ["auc": "high"])
  }

  @Test func aStatusThatIsNotKnownIsKept() throws {
    #expect(try JFrogDeployment(json: ["id": "d", "status": "paused"]).status == .other("paused"))
    #expect(try JFrogExperiment(json: ["id": "e", "status": "queued"]).status?.rawValue == "queued")
    #expect(try JFrogModelVersion(json: ["id": "v", "status": "blessed"]).status?.description == "blessed")
    for word in ["draft", "staging", "production", "archived"] { #expect(JFrogModelVersion.Status(rawValue: word).rawValue == word) }
    for word in ["running", "completed", "failed", "cancelled"] { #expect(JFrogExperiment.Status(rawValue: word).rawValue == word) }
    for word in ["deploying", "active", "stopped", "failed"] { #expect(JFrogDeployment.Status(rawValue: word).rawValue == word) }
  }
}
