import HTTP
import Testing
import Values

@testable import JFrogML

/// Models and versions as people name them.
@Suite struct ChoosingTests {
  private func client(models: String = "[]", versions: String = "[]", byID: HTTPResponse = .json(404, "")) throws -> JFrogMLClient {
    try JFrogMLTests.client(
      ScriptedTransport { request throws(HTTPTransportError) in
        if request.url.hasSuffix("/versions") { return .json(#"{"versions": \#(versions)}"#) }
        return request.url.contains("/models?")
          ? .json(#"{"models": \#(models), "total_count": \#(models == "[]" ? 0 : 2)}"#) : byID
      })
  }

  private func failure<Value: Sendable>(_ operation: () async throws -> Value) async -> JFrogMLError? {
    await #expect(throws: JFrogMLError.self) { _ = try await operation() }
  }

  private let two = #"[{"id": "m1", "name": "churn"}, {"id": "m2", "name": "fraud"}]"#

  @Test func anIdComesBeforeAName() async throws {
    let client = try client(models: #"[{"id": "m1", "name": "m2"}, {"id": "m2", "name": "x"}]"#, byID: .json(#"{"id": "m2"}"#))
    #expect(try await client.models.named("m2").id == "m2")
  }

  @Test(arguments: [400, 404, 422])
  func aModelIsFoundByName(status: Int) async throws {
    #expect(try await client(models: two, byID: .json(status, "")).models.named("fraud").id == "m2")
  }

  @Test func aNameThatNobodyHasIsNotFound() async throws {
    let error = await failure { try await client(models: two).models.named("spam") }
    #expect(error?.kind == .notFound && error?.description == "no model has the id or name 'spam'")
  }

  @Test func aNameThatTwoHaveIsAmbiguous() async throws {
    let models = #"[{"id": "m1", "name": "churn"}, {"id": "m2", "name": "churn"}]"#
    let error = await failure { try await client(models: models).models.named("churn") }
    #expect(error?.kind == .ambiguous && error?.description == "2 models are named 'churn' (m1, m2); give the id of one")
  }

  @Test func whatIsNotAllowedIsNotLookedForInAList() async throws {
    #expect(await failure { try await client(models: two, byID: .json(403, "")).models.named("fraud") }?.kind == .forbidden)
  }

  @Test func aRowThatCannotBeReadMayBeTheOneThatIsMeant() async throws {
    let models = #"[{"id": "m1", "name": "churn"}, {"name": "churn"}]"#
    #expect(await failure { try await client(models: models).models.named("churn") }?.kind == .unexpected)
    let versions = #"[{"id": "v1", "version": "1.0", "status": "production"}, {"version": "1.1", "status": "production"}]"#
    #expect(await failure { try await client(versions: versions).versions(ofModel: "m").named("1.0") }?.kind == .unexpected)
    #expect(await failure { try await client(versions: versions).versions(ofModel: "m").newest(.production) }?.kind == .unexpected)
  }

  // MARK: Versions

  private let versions = #"""
    [{"id": "v1", "version": "1.0", "status": "production", "created_at": "2026-11-01T00:00:00Z"},
     {"id": "v2", "version": "1.1", "status": "production", "created_at": "2026-11-03T00:00:00Z"},
     {"id": "v3", "version": "1.2", "status": "staging", "created_at": "2026-11-05T00:00:00Z"},
     {"id": "v4", "version": "0.9", "status": "production", "created_at": "2026-11-02T00:00:00Z"}]
    """#

  @Test func aVersionIsFoundByItsText() async throws {
    #expect(try await client(versions: versions).versions(ofModel: "m").named("1.2").id == "v3")
    let error = await failure { try await client(versions: versions).versions(ofModel: "m").named("2.0") }
    #expect(error?.kind == .notFound && error?.description == "model m has no version '2.0'")
  }

  @Test func theNewestOneOfAStatusIsTheOneMadeLast() async throws {
    #expect(try await client(versions: versions).versions(ofModel: "m").newest(.production).id == "v2")
    let error = await failure { try await client(versions: versions).versions(ofModel: "m").newest(.archived) }
    #expect(error?.kind == .notFound && error?.description == "model m has no version with status archived")
  }

  @Test func theOnlyOneNeedsNoTime() async throws {
    let only = #"[{"id": "v1", "status": "production"}, {"id": "v2", "status": "draft"}]"#
    #expect(try await client(versions: only).versions(ofModel: "m").newest(.production).id == "v1")
  }

  @Test(arguments: [
    #"[{"id": "v1", "version": "1.0", "status": "production", "created_at": "2026-11-01T00:00:00Z"}, {"id": "v2", "version": "1.1", "status": "production", "created_at": "2026-11-01T01:00:00+01:00"}]"#,
    #"[{"id": "v1", "version": "1.0", "status": "production", "created_at": "2026-11-01T00:00:00Z"}, {"id": "v2", "version": "1.1", "status": "production"}]"#,
  ])
  func whatTheTimesDoNotTellIsAmbiguous(versions: String) async throws {
    let error = await failure { try await client(versions: versions).versions(ofModel: "m").newest(.production) }
    #expect(error?.kind == .ambiguous)
    #expect(error?.description.contains("version with status production: 1.0 (v1), 1.1 (v2); give the id of one") == true)
  }
}
