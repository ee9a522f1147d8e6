import CivilTime
import Foundation
import Scheduling
import Seams
import Synchronization
import TestSupport
import Testing

@testable import Triggers

/// Where the values of references come from.
@Suite(.timeLimit(.minutes(5))) struct TemplateSourcesTests {
  private func sent(_ text: String, _ sources: TemplateSources) async throws -> (header: String?, result: AttemptResult) {
    let server = try LoopbackServer { _ in .response(200) }
    var scene = HTTPScene()
    scene.sources = sources
    let result = await scene.start(HTTPTrigger(url: server.url, headers: ["X-Value": text]))
    return (server.requests.first?.header("X-Value"), result)
  }

  @Test func aSecretOfTheStoreIsReadWhenTheFireIsSent() async throws {
    let sources = TemplateSources(secrets: SecretStore(values: ["jobs.api.token": "abc"]))
    #expect(try await sent("Bearer {{secret:jobs.api.token}}", sources).header == "Bearer abc")
  }

  @Test func aSecretThatIsNotThereFailsTheFireAndNamesIt() async throws {
    let (header, result) = try await sent("{{secret:jobs.token}}", TemplateSources(secrets: SecretStore(values: [:])))
    guard case .refused(.failed, let reason, _) = result else { return #expect(Bool(false)) }
    #expect(header == nil)
    #expect(
      reason.sentence
        == "its trigger cannot be filled in: {{secret:jobs.token}}: the server has no secret 'jobs' with a key 'token'")
  }

  @Test func aStoreThatIsAwayIsWaitedFor() async throws {
    let store = SecretStore(values: [:], error: SecretError(.unavailable, "GET https://zen.example/…: no answer"))
    guard case .unavailable(let reason) = try await sent("{{secret:a.b}}", TemplateSources(secrets: store)).result else {
      return #expect(Bool(false))
    }
    #expect(reason.code == "secret_unavailable")
  }

  @Test func withoutAServerThereIsNoStore() async throws {
    #expect(try await sent("{{secret:a.b}}", TemplateSources()).result.reason?.sentence.contains("there is no ZenML server") == true)
  }

  @Test func aCredentialIsAFileThatSystemdHasMade() async throws {
    let scratch = try ScratchDirectory()
    try Data("s3cret\n".utf8).write(to: URL(filePath: scratch.path("token")))
    let sources = TemplateSources(credentialsDirectory: scratch.path(""))
    #expect(try await sent("{{credential:token}}", sources).header == "s3cret")
    #expect(try await sent("{{credential:other}}", sources).result.reason?.sentence.contains("{{credential:other}}: No such file") == true)
    #expect(try await sent("{{credential:token}}", TemplateSources()).result.reason?.sentence.contains("LoadCredential=token") == true)
  }

  /// Another one would be sent, and refused.
  @Test func aCredentialThatIsNoTextFailsTheFire() async throws {
    let scratch = try ScratchDirectory()
    try Data([0x61, 0xFC, 0x62]).write(to: URL(filePath: scratch.path("token")))
    let (header, result) = try await sent("{{credential:token}}", TemplateSources(credentialsDirectory: scratch.path("")))
    #expect(header == nil)
    #expect(result.reason?.sentence.hasSuffix("{{credential:token}}: it is no text in UTF-8") == true)
  }

  @Test func aPipeIsNoFileToWaitFor() async throws {
    let scratch = try ScratchDirectory()
    #expect(mkfifo(scratch.path("pipe"), 0o600) == 0)
    _ = try await sent("{{file:\(scratch.path("pipe"))}}", TemplateSources())
  }

  // MARK: The cache

  private final class CountingStore: SecretSource {
    let asked = Mutex(0)
    func value(_ name: String, _ key: String) async throws(SecretError) -> String {
      let number = asked.withLock { asked in
        asked += 1
        return asked
      }
      if name == "broken" { throw SecretError(.unavailable, "away") }
      return "value \(number)"
    }
  }

  @Test func aValueIsReadOnceAMinute() async throws {
    let (store, clock) = (CountingStore(), VirtualClock(HTTPScene.due))
    let cache = CachingSecretSource(store, clock: clock)
    #expect(try await cache.value("a", "b") == "value 1")
    #expect(try await cache.value("a", "b") == "value 1")
    #expect(try await cache.value("a", "c") == "value 2")
    clock.advance(by: .seconds(61))
    #expect(try await cache.value("a", "b") == "value 3")
    clock.step(by: .seconds(-3600))
    #expect(try await cache.value("a", "b") == "value 4")
  }

  @Test func aFailureIsNotKept() async {
    let (store, clock) = (CountingStore(), VirtualClock(HTTPScene.due))
    let cache = CachingSecretSource(store, clock: clock)
    for _ in 1...2 { await #expect(throws: SecretError.self) { try await cache.value("broken", "b") } }
    #expect(store.asked.withLock { $0 } == 2)
  }
}
