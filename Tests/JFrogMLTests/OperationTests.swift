import HTTP
import Testing
import Values

@testable import JFrogML

/// Each operation's method, path and body.
@Suite struct OperationTests {
  private let transport = ScriptedTransport(
    inTurn: .json(#"{"id": "x", "models": [], "versions": [], "experiments": [], "deployments": []}"#))

  /// A request without a body has null.
  private func sent(_ operation: (JFrogMLClient) async throws -> Void) async throws -> (line: String, body: JSONValue) {
    try await operation(try client(transport))
    let request = try #require(transport.requests.last)
    return (transport.lines.last ?? "", request.body == nil ? .null : try json(request.text))
  }

  @Test func models() async throws {
    #expect(try await sent { _ = try await $0.models.page() } == ("GET /v1/models?limit=25&offset=0", nil))
    #expect(try await sent { _ = try await $0.models.get("m1") } == ("GET /v1/models/m1", nil))
    let full = JFrogModelRequest(name: "churn", description: "d", framework: "pytorch", taskType: "classification", tags: ["a", "b"])
    let body: JSONValue = ["name": "churn", "description": "d", "framework": "pytorch", "task_type": "classification", "tags": ["a", "b"]]
    #expect(try await sent { try await $0.models.create(full) } == ("POST /v1/models", body))
    #expect(try await sent { try await $0.models.update("m1", .init(name: "churn")) } == ("PUT /v1/models/m1", ["name": "churn"]))
    #expect(try await sent { try await $0.models.delete("m1") } == ("DELETE /v1/models/m1", nil))
  }

  @Test func versions() async throws {
    #expect(try await sent { _ = try await $0.versions(ofModel: "m1").list().all() } == ("GET /v1/models/m1/versions", nil))
    #expect(try await sent { _ = try await $0.versions(ofModel: "m1").get("v1") } == ("GET /v1/models/m1/versions/v1", nil))
    let full = JFrogModelVersionRequest(
      version: "1.4.0", description: "d", status: .staging, artifactPath: "repo/a", metrics: ["auc": 0.5], parameters: ["lr": "1e-3"])
    let body: JSONValue = [
      "version": "1.4.0", "description": "d", "status": "staging", "artifact_path": "repo/a", "metrics": ["auc": .number(0.5)],
      "parameters": ["lr": "1e-3"],
    ]
    #expect(try await sent { try await $0.versions(ofModel: "m1").create(full) } == ("POST /v1/models/m1/versions", body))
    #expect(try await sent { try await $0.versions(ofModel: "m1").delete("v1") } == ("DELETE /v1/models/m1/versions/v1", nil))
  }

  @Test func experiments() async throws {
    #expect(try await sent { _ = try await $0.experiments.list().all() } == ("GET /v1/experiments", nil))
    #expect(try await sent { _ = try await $0.experiments.list(modelID: "m 1").all() } == ("GET /v1/experiments?model_id=m%201", nil))
    #expect(try await sent { _ = try await $0.experiments.get("e1") } == ("GET /v1/experiments/e1", nil))
    let full = JFrogExperimentRequest(name: "nightly", description: "d", modelID: "m1", parameters: ["lr": "1e-3"])
    let body: JSONValue = ["name": "nightly", "description": "d", "model_id": "m1", "parameters": ["lr": "1e-3"]]
    #expect(try await sent { try await $0.experiments.create(full) } == ("POST /v1/experiments", body))
    #expect(try await sent { try await $0.experiments.delete("e1") } == ("DELETE /v1/experiments/e1", nil))
  }

  @Test func deployments() async throws {
    #expect(try await sent { _ = try await $0.deployments.list().all() } == ("GET /v1/deployments", nil))
    #expect(try await sent { _ = try await $0.deployments.get("d1") } == ("GET /v1/deployments/d1", nil))
    let full = JFrogDeploymentRequest(
      name: "live", modelID: "m1", modelVersionID: "v1", replicas: 2, resources: JFrogResources(cpu: "500m", memory: "2Gi", gpu: 1))
    let body: JSONValue = [
      "name": "live", "model_id": "m1", "model_version_id": "v1", "replicas": 2, "resources": ["cpu": "500m", "memory": "2Gi", "gpu": 1],
    ]
    #expect(try await sent { try await $0.deployments.create(full) } == ("POST /v1/deployments", body))
    let least = JFrogDeploymentRequest(name: "live", modelID: "m1", modelVersionID: "v1")
    let leastBody: JSONValue = ["name": "live", "model_id": "m1", "model_version_id": "v1"]
    #expect(try await sent { try await $0.deployments.create(least) } == ("POST /v1/deployments", leastBody))
    #expect(try await sent { try await $0.deployments.delete("d1") } == ("DELETE /v1/deployments/d1", nil))
  }

  @Test func whatIsMadeTellsWhenItWasSent() async throws {
    let slow = ScriptedTransport { _ throws(HTTPTransportError) in
      var response = HTTPResponse.json(201, #"{"id": "d1"}"#)
      response.sentAfter = .milliseconds(30)
      return response
    }
    let request = JFrogDeploymentRequest(name: "live", modelID: "m1", modelVersionID: "v1")
    let creation = try await client(slow).deployments.creating(request, idempotencyKey: nil)
    #expect(creation.record.id == "d1" && creation.sentAfter == .milliseconds(30))
  }
}
