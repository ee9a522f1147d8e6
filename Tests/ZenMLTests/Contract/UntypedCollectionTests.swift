import Testing
import Values

@testable import ZenML

struct UntypedCollectionTests {
  private let server: ContractServer
  private let client: ZenMLClient

  init() async throws {
    server = try await ContractServer()
    client = try server.client()
  }

  private func collection(_ plural: String) throws -> ZenMLUntypedCollection {
    try #require(client.collections.first { $0.kind.plural == plural })
  }

  @Test func everyKindIsThereOnceWithWhatItCanDo() throws {
    let all = client.collections
    #expect(Set(all.map(\.kind.path)).count == 22 && all.count == 22)
    #expect(
      all.filter { $0.create == nil }.map(\.kind.path).sorted() == [
        "artifact_versions", "artifacts", "pipeline_snapshots", "runs", "steps",
      ])
    #expect(all.filter { $0.update == nil }.map(\.kind.path).sorted() == ["pipeline_builds", "steps"])
    #expect(all.filter { $0.delete == nil }.map(\.kind.path) == ["steps"])
    #expect(try collection("runs").filterNames.contains("pipeline_id"))
  }

  @Test func recordsAreListedGotAndMadeByText() async throws {
    let models = try collection("models")
    let page = try await models.page(2, size: 2, filter: [("name", "startswith:name")])
    #expect(page.rows.map(\.description).count == 2 && page.total == 5 && page.totalPages == 3)
    #expect(try await models.get("name-3").common.name == "name-3")
    #expect(try await models.create?(["name": "m", "license": "MIT"]).json["license"] == "MIT")
    let pipelines = try collection("pipelines")
    try await pipelines.delete?(.random())
    #expect(try await server.report().violations == [])
  }

  @Test func whatMakesNoSenseIsRefusedInWords() async throws {
    let filter = await #expect(throws: ZenMLError.self) { try await collection("users").page(1, filter: [("nam", "x")]) }
    #expect(filter?.kind == .refused)
    #expect(filter?.description.contains("users have no filter 'nam'; there are active, created, email") == true)
    let build = await #expect(throws: ZenMLError.self) { try await collection("builds").get("nightly") }
    #expect(build?.description.hasSuffix("a build is known by its id alone; 'nightly' is none") == true)
  }

  @Test func sortsAreReadFromText() {
    #expect(ZenMLSort<ZenMLRun>(reading: "start_time") == .ascending(.startTime))
    #expect(ZenMLSort<ZenMLRun>(reading: "desc:created") == .descending(.created))
  }
}
