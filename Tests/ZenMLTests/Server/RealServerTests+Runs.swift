import CurlHTTP
import TestSupport
import Testing
import Values

@testable import ZenML

extension RealServerTests {
  /// Runs that a real ZenML 0.98 server starts itself.
  struct Runs {
    private let server = RealServer.shared

    @Test func aSnapshotIsRunOnceHoweverOftenItIsAsked() async throws {
      let client = try await server.client()
      let snapshot = try await server.facts().snapshot
      var wanted = ZenMLRunConfiguration(runName: "client-run", stepParameters: ["work": ["sleep_s": .number(0.5)]])
      wanted.tags = ["client"]
      let key = Identifier.random()
      let run = try await client.snapshots.run(snapshot, wanted, idempotencyKey: key)
      #expect(run.name == "client-run" && run.status.phase == .underWay)
      #expect(try await client.snapshots.run(snapshot, wanted, idempotencyKey: key).id == run.id)
      let again = await #expect(throws: ZenMLError.self) { try await client.snapshots.run(snapshot, wanted) }
      #expect(again?.kind == .conflict)
      #expect(try await client.runs.get(named: "client-run")?.id == run.id)

      try await eventually("the run is over", within: .seconds(240)) {
        try await client.runs.status(of: run.id)
      } until: {
        $0.phase != .underWay
      }
      let done = try await client.runs.get(run.id)
      #expect(done.status == .completed && done.tags == ["client"] && done.sourceSnapshot?.id == snapshot)
      #expect(done.defects == [] && done.endTime != nil)
      let steps = try await client.runs.steps(of: run.id).all()
      #expect(steps.map(\.name) == ["work"] && steps.allSatisfy { $0.status == .completed && $0.defects == [] })
      #expect(try await client.steps.status(of: steps[0].id) == .completed)
      #expect(try await client.runs.list(filter: [.tags.equals("client"), .sourceSnapshotID.equals(snapshot)]).all().map(\.id) == [run.id])
      try await lookAtWhatItMade(client, done)
      try await changeAndDelete(client, done)
    }

    private func lookAtWhatItMade(_ client: ZenMLClient, _ run: ZenMLRun) async throws {
      let versions = try await client.artifactVersions.list(filter: [.pipelineRun.equals("client-run")], hydrate: true).all()
      #expect(versions.count == 1 && versions[0].producerRunID == run.id && versions[0].dataType?.attribute == "float")
      #expect(versions[0].defects == [])
      let artifact = try await client.artifacts.get(try #require(versions[0].artifact).id)
      #expect(artifact.latestVersionID == versions[0].id)
      #expect(run.logSources.contains("runner"))
      _ = try await client.runs.logs(of: run.id, source: "runner")
      let unknown = await #expect(throws: ZenMLError.self) { try await client.runs.logs(of: run.id, source: "nobody") }
      #expect(unknown?.kind == .notFound)
      #expect(try await client.runs.pipelineConfiguration(of: run.id).members != nil)
    }

    private func changeAndDelete(_ client: ZenMLClient, _ run: ZenMLRun) async throws {
      let stopping = await #expect(throws: ZenMLError.self) { try await client.runs.stop(run.id) }
      #expect(stopping?.kind == .refused && stopping?.status == 403)
      #expect(try await client.runs.update(run.id, .init().with(\.addedTags, ["seen"])).tags.sorted() == ["client", "seen"])
      try await client.runs.delete(run.id)
      #expect(try await client.runs.get(named: "client-run") == nil)
    }

    @Test func aTemplateIsRunAndAFailureIsOnItsStep() async throws {
      let client = try await server.client { .apiKey($0.apiKey) }
      let template = try await client.runTemplates.get("nightly-t")
      let wanted = ZenMLRunConfiguration(runName: "template-run", stepParameters: ["work": ["fail": true]])
      let run = try await client.runTemplates.run(template.id, wanted)
      try await eventually("the run is over", within: .seconds(240)) {
        try await client.runs.status(of: run.id)
      } until: {
        $0.phase != .underWay
      }
      #expect(try await client.runs.get(run.id).status == .failed)
      let steps = try await client.runs.steps(of: run.id).all()
      #expect(steps.compactMap(\.exceptionMessage) == ["ValueError: the work step was asked to fail"])
    }

    @Test func aSnapshotIsFoundByItsNameItsPipelineAndItsSchema() async throws {
      let client = try await server.client()
      let snapshot = try await client.snapshots.get("nightly-a", among: [.isNamed.equals(true)])
      #expect(snapshot.isRunnable == true && snapshot.name == "nightly-a" && snapshot.pipeline?.name == "nightly")
      let pipeline = try #require(snapshot.pipeline)
      let newest = try #require(try await client.snapshots.newestRunnable(ofPipeline: pipeline.id))
      #expect(newest.name != nil && newest.isRunnable == true)
      #expect(try await client.snapshots.newestRunnable(ofPipeline: pipeline.id, tag: "nobody") == nil)
      #expect(try await client.snapshots.get(snapshot.id, withConfigurationSchema: true).configurationSchema.isEmpty == false)
      #expect(try await client.builds.newest(ofPipeline: pipeline.id)?.isLocal == false)
      let build = await #expect(throws: ZenMLError.self) { try await client.builds.run(.random(), .init()) }
      #expect(build?.status == 405)
    }

    @Test func anUnknownParameterIsRefused() async throws {
      let client = try await server.client()
      let facts = try await server.facts()
      let wrong = ZenMLRunConfiguration(runName: "wrong", stepParameters: ["work": ["nope": 1]])
      let error = await #expect(throws: ZenMLError.self) { try await client.snapshots.run(facts.snapshot, wrong) }
      #expect(error?.kind == .refused && error?.status == 400)
      #expect(error?.description.contains("unknown parameters for step work") == true)
    }
  }
}
