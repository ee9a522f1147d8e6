import CurlHTTP
import TestSupport
import Testing
import Values

@testable import ZenML

extension RealServerTests {
  /// Each kind's own request and update.
  struct Kinds {
    private let server = RealServer.shared

    @Test func whatStacksAreMadeOf() async throws {
      let client = try await server.client()
      let flavor = try await client.flavors.create(
        .init(
          name: "house", type: "orchestrator", source: "house.orchestrator.HouseFlavor", configurationSchema: ["type": "object"],
          integration: "custom"))
      #expect(try await client.flavors.update(flavor.id, .init().with(\.displayName, "House")).displayName == "House")
      let connector = try await client.serviceConnectors.create(
        ZenMLServiceConnector.Request(
          name: "registry", type: "docker", authenticationMethod: "password", configuration: ["username": "u", "password": "hunter2"]
        ).with(\.resourceTypes, ["docker-registry"]).with(\.labels, ["team": "ml"]))
      #expect(connector.type == "docker" && connector.labels == ["team": "ml"] && connector.configuration["username"] == "u")
      #expect(try await client.serviceConnectors.update(connector.id, .init().with(\.about, "images")).about == "images")
      let component = try await client.components.create(.init(name: "house", type: "orchestrator", flavor: "house", configuration: [:]))
      #expect(component.flavorName == "house" && component.type == "orchestrator")
      let found = try await client.components.list(filter: [.type.equals("orchestrator"), .flavor.equals("house")], hydrate: true).all()
      #expect(found.map(\.id) == [component.id])
      #expect(try await client.components.update(component.id, .init().with(\.labels, ["a": "b"])).labels == ["a": "b"])
      try await client.components.delete(component.id)
      try await client.serviceConnectors.delete(connector.id)
      try await client.flavors.delete(flavor.id)
    }

    @Test func whatTheServerRuns() async throws {
      let client = try await server.client()
      let facts = try await server.facts()
      let snapshot = try await client.snapshots.update(facts.snapshot, .init().with(\.about, "each night").with(\.addedTags, ["night"]))
      #expect(snapshot.about == "each night" && snapshot.tags == ["night"])
      #expect(try await client.snapshots.newestRunnable(ofPipeline: try #require(snapshot.pipeline).id, tag: "night")?.id == snapshot.id)
      #expect(try await client.runTemplates.update(facts.template, .init().with(\.about, "old")).about == "old")
      let deployers = try await client.components.list(filter: [.type.equals("deployer")]).all()
      let deployer = try #require(deployers.first)
      let made = try await client.deployments.create(
        ZenMLDeployment.Request(name: "noted", snapshotID: facts.snapshot, deployerID: deployer.id).with(\.authKey, "k"))
      #expect(made.authKey == "k" && made.snapshot?.id == facts.snapshot && made.deployer?.id == deployer.id)
      let moved = try await client.deployments.update(made.id, .init().with(\.url, "http://127.0.0.1:1/").with(\.status, "running"))
      #expect(moved.url == "http://127.0.0.1:1" && moved.status == "running")
      #expect(try await client.deployments.list(filter: [.snapshotID.equals(facts.snapshot)], hydrate: true).all().map(\.id) == [made.id])
      try await client.deployments.delete(made.id)
      let pipeline = try #require(snapshot.pipeline)
      let build = try await client.builds.create(ZenMLBuild.Request(isLocal: true, containsCode: false).with(\.pipeline, pipeline.id))
      #expect(build.pipeline?.id == pipeline.id && build.isLocal == true && build.containsCode == false)
      try await client.builds.delete(build.id)
    }

    @Test func modelsAndTheirVersions() async throws {
      let client = try await server.client()
      let model = try await client.models.create(.init(name: "churn").with(\.about, "who leaves"))
      let version = try await client.modelVersions.create(.init(model: model.id).with(\.tags, ["best"]))
      #expect(version.number == 1 && version.model?.id == model.id && version.tags == ["best"])
      let staged = try await client.modelVersions.update(version.id, .init().with(\.stage, "production").with(\.replacesStage, true))
      #expect(staged.stage == "production")
      let found = try await client.modelVersions.list(filter: [.modelID.equals(model.id), .stage.equals("production")]).all()
      #expect(found.map(\.id) == [version.id])
      #expect(try await client.models.versions(of: model.id).all().count == 1)
      #expect(try await client.models.update(model.id, .init().with(\.ethics, "ask first")).ethics == "ask first")
      #expect(try await client.models.get(model.id).latestVersionID == version.id)
      try await client.modelVersions.delete(version.id)
      try await client.models.delete(model.id)
    }

    @Test func whatHasNoNameHereCanBeAskedForAllTheSame() async throws {
      let client = try await server.client()
      let project = try await client.projectID()
      #expect(try await client.projects.statistics(of: project)["pipelines"] != nil)
      #expect(try await client.json("GET", "/projects/\(project)/statistics").members?.isEmpty == false)
      let made = try await client.tags.create(members: ["name": "raw", "color": "red"])
      #expect(try await client.tags.update(made.id, members: ["color": "green"]).color == "green")
    }
  }
}
