import CivilTime
import HTTP
import TestSupport
import Testing
import Values

@testable import ZenML

extension RealServerTests {
  /// Against a real ZenML 0.98 server.
  struct Reading {
    private let server = RealServer.shared

    @Test func everyKindIsListedAndGot() async throws {
      let client = try await server.client()
      try await makeSamples(client)
      try await look(client.pipelines, atLeast: 4)
      try await look(client.stacks, atLeast: 3)
      try await look(client.components, atLeast: 5)
      try await look(client.flavors, atLeast: 10)
      try await look(client.snapshots, atLeast: 3)
      try await look(client.builds, atLeast: 3)
      try await look(client.runTemplates, atLeast: 1)
      try await look(client.deployments, atLeast: 4)
      try await look(client.schedules, atLeast: 1)
      try await look(client.secrets, atLeast: 1)
      try await look(client.tags, atLeast: 1)
      try await look(client.models, atLeast: 1)
      try await look(client.modelVersions, atLeast: 1)
      try await look(client.codeRepositories, atLeast: 0)
      try await look(client.serviceConnectors, atLeast: 1)
      try await look(client.users, atLeast: 1)
      try await look(client.serviceAccounts, atLeast: 2)
      try await look(client.projects, atLeast: 1)
      let account = try #require(try await client.serviceAccounts.page(1).first)
      try await look(client.apiKeys(of: account.id), atLeast: 1)
    }

    /// Rows plain and hydrated, and each of them by its id: nothing that cannot be read, nothing that was not asked for.
    private func look<Record>(_ collection: ZenMLCollection<Record>, atLeast count: Int) async throws {
      let plain = try await collection.list(size: 50).all()
      let page = try await collection.page(1, size: 50, hydrate: true)
      #expect(plain.count >= count && page.count >= count, "\(Record.kind.plural)")
      #expect(page.unreadable == [] && page.unaskedCount == 0, "\(Record.kind.plural)")
      for row in page {
        #expect(row.defects == [], "\(row)")
        #expect(row.isHydrated, "\(row)")
      }
      if let first = plain.first { #expect(try await collection.get(first.id).id == first.id) }
    }

    private func makeSamples(_ client: ZenMLClient) async throws {
      try await client.secrets.create(.init(name: "sample", values: ["key": "value"]))
      try await client.tags.create(.init(name: "sample").with(\.color, "blue"))
      let model = try await client.models.create(.init(name: "sample").with(\.license, "MIT"))
      try await client.modelVersions.create(.init(model: model.id).with(\.stage, "staging"))
      try await client.schedules.create(.init(name: "sample", timing: .cron("0 2 * * *")))
      try await client.serviceConnectors.create(
        ZenMLServiceConnector.Request(
          name: "sample", type: "docker", authenticationMethod: "password", configuration: ["username": "u", "password": "p"]
        ).with(\.resourceTypes, ["docker-registry"]))
    }

    /// A mistyped parameter would bring every row; the server's own list of parameters says which it knows.
    @Test func theServerKnowsEveryFilter() async throws {
      let document = try await ServersOwnDocument(url: try await server.facts().url)
      func check<Record: ZenMLRecord>(_ kind: Record.Type, path: String? = nil) {
        let known = document.parameters(of: path ?? "/api/v1/\(kind.kind.path)")
        let strange = kind.filterFields.map(\.name).filter { !known.contains($0) }
        #expect(strange == (kind == ZenMLPipeline.self ? ["version"] : []), "\(kind.kind.plural)")
      }
      check(ZenMLPipeline.self)
      check(ZenMLRun.self)
      check(ZenMLStep.self)
      check(ZenMLSchedule.self)
      check(ZenMLSnapshot.self)
      check(ZenMLBuild.self)
      check(ZenMLRunTemplate.self)
      check(ZenMLDeployment.self)
      check(ZenMLStack.self)
      check(ZenMLComponent.self)
      check(ZenMLFlavor.self)
      check(ZenMLServiceConnector.self)
      check(ZenMLArtifact.self)
      check(ZenMLArtifactVersion.self)
      check(ZenMLModel.self)
      check(ZenMLModelVersion.self)
      check(ZenMLCodeRepository.self)
      check(ZenMLSecret.self)
      check(ZenMLTag.self)
      check(ZenMLUser.self)
      check(ZenMLServiceAccount.self)
      check(ZenMLProject.self)
      check(ZenMLAPIKey.self, path: "/api/v1/service_accounts/{service_account_id}/api_keys")
    }

    @Test func whoeverAsksIsKnown() async throws {
      let administrator = try await server.client()
      #expect(try await administrator.info().version == "0.98.0")
      let user = try await administrator.currentUser()
      #expect(user.name == "default" && user.isAdministrator == true && user.isServiceAccount == false)
      #expect(try await administrator.activeProject().name == "default")
      #expect(try await administrator.activeStack().components["orchestrator"]?.first?.name == "default")
      let program = try await server.client { .apiKey($0.apiKey) }
      #expect(try await program.currentUser().isServiceAccount == true)
    }

    @Test func rowsComePageByPageAsTheyAreAskedFor() async throws {
      let transport = CountingTransport()
      let client = try await server.client(transport: transport)
      for number in 1...7 { try await client.models.create(.init(name: "paged-\(number)")) }
      let list = client.models.list(sort: .descending(.name), filter: [.name.startsWith("paged-")], size: 3)
      var names: [String] = []
      for try await model in list {
        names.append(model.name)
        if names.count == 2 { #expect(transport.count("GET /models?page=") == 1) }
        if names.count == 4 { #expect(transport.count("GET /models?page=") == 2) }
      }
      #expect(names == (1...7).reversed().map { "paged-\($0)" })
      #expect(transport.count("GET /models?page=") == 3)
      #expect(try await client.models.count([.name.startsWith("paged-")]) == 7)
      let page = try await client.models.page(3, size: 3, filter: [.name.startsWith("paged-")])
      #expect(page.count == 1 && page.isLast && page.total == 7 && page[0].name == "paged-7")
      await #expect(throws: ZenMLError.self) { try await client.models.page(4, size: 3, filter: [.name.startsWith("paged-")]) }
    }

    @Test func aUniqueBeginningOfANameIsEnough() async throws {
      let client = try await server.client()
      for name in ["prefix-one", "prefix-one-more", "prefix-two"] { try await client.models.create(.init(name: name)) }
      #expect(try await client.models.get("prefix-t").name == "prefix-two")
      #expect(try await client.models.get("prefix-one").name == "prefix-one")
      let error = await #expect(throws: ZenMLError.self) { try await client.models.get("prefix-o") }
      #expect(error?.kind == .conflict)
      #expect(Set((error?.candidates ?? []).compactMap(\.name)) == ["prefix-one", "prefix-one-more"])
      #expect(error?.description.contains("'prefix-o' means several models: prefix-one (") == true)
      let none = await #expect(throws: ZenMLError.self) { try await client.models.get("nothing-of-the-kind") }
      #expect(none?.kind == .notFound)
      #expect(try await client.models.get(named: "nothing-of-the-kind") == nil)
    }

    @Test func filtersAreComparedByTheServerAsTheyAreHere() async throws {
      let client = try await server.client()
      for name in ["weighed-1", "weighed-2", "gte:weighed"] { try await client.models.create(.init(name: name)) }
      let all = try await client.models.list(filter: [.name.contains("WEIGHED")]).all()
      #expect(all.map(\.name).sorted() == ["gte:weighed", "weighed-1", "weighed-2"])
      let created = try #require(all.compactMap(\.createdAt).max())
      for filter: ZenMLFilter<ZenMLModel> in [
        [.name.equals("gte:weighed")], [.name.endsWith("weighed")], [.name.contains("weighed"), .id.oneOf([all[2].id])],
        .any([.name.equals("gte:weighed"), .name.equals("nobody")]),
        try ZenMLFilter(reading: [("name", "oneof:gte:weighed,nobody"), ("created", "lte:\(created.iso8601)")]),
      ] {
        let page = try await client.models.page(1, filter: filter)
        #expect(page.count == 1 && page.unaskedCount == 0 && page.total == 1, "\(filter.terms.map(\.text))")
      }
      let late = try await client.models.page(1, filter: [.name.contains("weighed"), .created.above(created + .seconds(5))])
      #expect(late.isEmpty && late.unaskedCount == 0)
      #expect(
        try await client.models.page(1, filter: [.name.contains("weighed"), .created.atLeast(created)]).contains { $0.createdAt == created }
      )
    }
  }
}
