import HTTP
import Testing
import Values

@testable import JFrogML

/// Every operation against a server made of the document.
@Suite(.timeLimit(.minutes(5))) struct ContractTests {
  @Test func everyOperationIsCalledAsTheDocumentDeclaresIt() async throws {
    let server = try await ContractServer()
    let client = try server.client()
    try await callModels(of: client)
    try await callVersions(of: client)
    try await callExperiments(of: client)
    try await callDeployments(of: client)
    let report = try await server.report()
    #expect(report.violations == [])
    #expect(report.uncalled == [])
    #expect(!report.hasKeys)
  }

  @Test func aPasswordAndKeysAreTakenToo() async throws {
    let server = try await ContractServer()
    try await callModels(of: try server.client(.basic(username: "me", password: "pw"), dialect: .server))
    let report = try await server.report()
    #expect(report.violations == [] && report.hasKeys)
  }

  @Test func whatTheDocumentDoesNotDeclareIsRefused() async throws {
    let server = try await ContractServer()
    let client = try server.client()
    let error = await #expect(throws: JFrogMLError.self) {
      try await client.versions(ofModel: "m1").create(.init(version: "1", status: .other("blessed")))
    }
    #expect(error?.kind == .refused && error?.status == 400)
    #expect(try await server.report().violations.count == 1)
  }

  private func callModels(of client: JFrogMLClient) async throws {
    let request = JFrogModelRequest(name: "churn", description: "d", framework: "pytorch", taskType: "classification", tags: ["a"])
    let made = try await client.models.create(request)
    #expect(made.name == "churn" && made.tags == ["a"] && made.createdAt != nil && made.extra == [:])
    #expect(try await client.models.get("m 1/2").id == "m 1/2")
    try await client.models.update("m1", request)
    let page = try await client.models.page(limit: 2, offset: 1)
    #expect(page.count == 2 && page.unreadable == [] && page.totalCount != nil)
    #expect(try await !client.models.list(pageSize: 2).all().isEmpty)
    try await client.models.delete("m1")
  }

  private func callVersions(of client: JFrogMLClient) async throws {
    let versions = client.versions(ofModel: "m1")
    let request = JFrogModelVersionRequest(
      version: "1.4.0", description: "d", status: .production, artifactPath: "repo/a", metrics: ["auc": 0.5], parameters: ["lr": "1"])
    let made = try await versions.create(request)
    #expect(made.version == "1.4.0" && made.status == .production && made.metrics == ["auc": 0.5] && made.extra == [:])
    let all = try await versions.list().all()
    #expect(!all.isEmpty && all.allSatisfy { $0.extra == [:] && $0.status == .draft })
    #expect(try await versions.get("v1").parameters != nil)
    try await versions.delete("v1")
  }

  private func callExperiments(of client: JFrogMLClient) async throws {
    let request = JFrogExperimentRequest(name: "nightly", description: "d", modelID: "m1", parameters: ["lr": "1"])
    let made = try await client.experiments.create(request)
    #expect(made.name == "nightly" && made.modelID == "m1" && made.status == .running && made.extra == [:])
    #expect(try await !client.experiments.list().all().isEmpty)
    #expect(try await !client.experiments.list(modelID: "m1").all().isEmpty)
    #expect(try await client.experiments.get("e1").completedAt != nil)
    try await client.experiments.delete("e1")
  }

  private func callDeployments(of client: JFrogMLClient) async throws {
    let request = JFrogDeploymentRequest(
      name: "live", modelID: "m1", modelVersionID: "v1", replicas: 2, resources: JFrogResources(cpu: "1", memory: "2Gi", gpu: 1))
    let made = try await client.deployments.create(request)
    #expect(made.name == "live" && made.replicas == 2 && made.status == .deploying && made.endpointURL != nil && made.extra == [:])
    #expect(try await !client.deployments.list().all().isEmpty)
    #expect(try await client.deployments.get("d1").id == "d1")
    try await client.deployments.delete("d1")
  }
}
