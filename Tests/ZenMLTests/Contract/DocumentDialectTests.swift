import Testing
import Values

@testable import ZenML

/// Against a server made of the published document.
struct DocumentDialectTests {
  private let server: ContractServer
  private let client: ZenMLClient

  init() async throws {
    server = try await ContractServer()
    client = try server.client()
  }

  @Test func everyOperationIsCalledAndNothingUndeclaredIsSent() async throws {
    try await readEverything()
    try await makeAndDeleteEverything()
    let report = try await server.report()
    #expect(report.violations == [])
    #expect(report.uncalled == [])
  }

  private func readEverything() async throws {
    #expect(try await client.currentUser().fullName == "full_name-0")
    let pipeline = try await client.pipelines.get(try #require(try await client.pipelines.page(1).first).id)
    #expect(pipeline.version == "version-0")
    let run = try #require(try await client.runs.page(1).first)
    let owner = try #require(run.pipelineID)
    #expect(try await client.runs.list(filter: [.pipelineID.equals(owner), .status.equals(.initializing)]).all() == [run])
    #expect(try await client.runs.get(run.id).id == run.id)
    #expect(try await client.stacks.get(try #require(try await client.stacks.page(1).first).id).components.isEmpty == false)
    #expect(try await client.components.list(filter: [.type.equals("orchestrator")]).all().first?.configuration.isEmpty == false)
    #expect(try await client.artifacts.get(try #require(try await client.artifacts.page(1).first).id).uri != nil)
    let model = try #require(try await client.models.page(1).first)
    #expect(try await client.modelVersions.list(filter: [.number.atLeast(3)]).all().map(\.number) == [3, 4, 5])
    _ = try await client.models.versions(of: model.id).all()
    #expect(try await client.deployments.page(1).count == 5)
    #expect(try await client.schedules.page(1).first?.interval == .seconds(1))
    #expect(try await client.secrets.page(1).first?.scope == "user")
    #expect(try await client.users.page(1).first?.email == "email-0")
    #expect(try await client.projects.page(1).count == 5)
    #expect(try await client.serviceConnectors.page(1).first?.resourceTypes.isEmpty == false)
  }

  private func makeAndDeleteEverything() async throws {
    let id = Identifier.random()
    let pipeline = ZenMLPipeline.Request(name: "nightly").with(\.about, "a pipeline").with(\.version, "1").with(\.tags, ["undeclared"])
    #expect(try await client.pipelines.create(pipeline).about == "a pipeline")
    try await client.pipelines.delete(id)
    #expect(
      try await client.stacks.create(ZenMLStack.Request(name: "s", components: ["orchestrator": [id]])).components["orchestrator"]
        == [ZenMLReference(id: id, name: nil)])
    try await client.stacks.delete(id)
    #expect(try await client.models.create(ZenMLModel.Request(name: "m").with(\.license, "MIT")).license == "MIT")
    let secret = try await client.secrets.create(ZenMLSecret.Request(name: "k", values: ["a": "b"]).with(\.isPrivate, true))
    #expect(secret.values == ["a": "b"])
  }

  @Test func aFilterThatTheDocumentDoesNotDeclareIsAppliedToTheRowsThatCome() async throws {
    let models = try await client.models.list(filter: [.name.equals("name-3")]).all()
    #expect(models.map(\.name) == ["name-3"])
    #expect(try await client.pipelines.list(filter: [.name.startsWith("NAME-")], size: 2).all().count == 5)
    #expect(try await server.report().violations == [])
  }

  @Test func aRecordThatHasNoPathOfItsOwnIsFoundInTheList() async throws {
    let schedule = try #require(try await client.schedules.list(size: 2).all().last)
    #expect(try await client.schedules.get(schedule.id) == schedule)
    #expect(try await client.schedules.get("name-2").name == "name-2")
    #expect(try await client.project("name-1").name == "name-1")
    #expect(try await server.report().violations == [])
  }

  @Test func whatTheDocumentDoesNotDeclareIsRefusedBeforeItIsSent() async throws {
    let update = await #expect(throws: ZenMLError.self) { try await client.pipelines.update(.random(), .init()) }
    #expect(update?.kind == .refused)
    #expect(update?.mayHaveBeenSent == false)
    #expect(update?.description.contains("declares no PUT /api/v1/pipelines/") == true)
    let sort = await #expect(throws: ZenMLError.self) { try await client.runs.list(sort: .descending(.created)).all() }
    #expect(sort?.description.hasSuffix("the published document declares no way to sort runs") == true)
    let tags = await #expect(throws: ZenMLError.self) { try await client.runs.list(filter: [.tags.equals("x")]).all() }
    #expect(tags?.description.hasSuffix("the published document declares no parameter 'tags' for runs") == true)
    let size = await #expect(throws: ZenMLError.self) { try await client.runs.page(1, size: 1001) }
    #expect(size?.description.hasSuffix("pages count from 1, sizes go from 1 to 1000") == true)
    #expect(try await server.report().calls == [])
  }

  @Test func anAPIKeyIsABearerTokenThere() async throws {
    _ = try await server.client(.apiKey("ZENKEY_x")).pipelines.page(1)
    #expect(try await server.report().calls == ["listPipelines"])
  }

  /// What the server's dialect sends would be seen here: the contract server misses nothing.
  @Test func theServersDialectIsMoreThanTheDocument() async throws {
    let client = try server.client(dialect: .server)
    await #expect(throws: ZenMLError.self) { try await client.pipelines.page(1) }
    #expect(try await server.report().violations == ["GET /api/v1/pipelines: unknown parameter 'hydrate'; unknown parameter 'project'"])
  }
}
