import CivilTime
import ControlMessages
import Seams
import TestSupport
import Testing
import Values

@testable import ControlAPI

@Suite struct KeyTests {
  private func bearer(_ key: String) -> [HTTPHeader] { [HTTPHeader("Authorization", "Bearer \(key)")] }

  @Test func aKeyLetsItsHolderIn() async throws {
    try await NetworkScene.run { (scene) async throws in
      let key = try await scene.keys.create(KeyRequest(name: "ci", role: .viewer)).key
      #expect(key.hasPrefix("CARKEY_") && key.count == 7 + 64)
      #expect(try await scene.send("GET", "/api/v1/status", bearer(key)).status == 200)
      let trigger = try await scene.send("POST", "/api/v1/schedules/nightly/trigger", bearer(key))
      #expect(trigger.status == 403 && trigger.text.contains("key ci has the role viewer"))
    }
  }

  /// Unknown, nearly right, expired, revoked, malformed: one answer for all.
  @Test func whatIsNotInForceIsRefusedInTheSameWords() async throws {
    try await NetworkScene.run { (scene) async throws in
      let good = try await scene.keys.create(KeyRequest(name: "good", role: .admin)).key
      let expired = try await scene.keys.create(KeyRequest(name: "expired", role: .admin, expiresInSeconds: 60)).key
      let revoked = try await scene.keys.create(KeyRequest(name: "revoked", role: .admin)).key
      _ = try await scene.keys.revoke("revoked")
      scene.clock.advance(by: .seconds(60))
      var answers: Set<String> = []
      for wrong in [expired, revoked, "CARKEY_" + String(repeating: "0", count: 64), String(good.dropLast()), good + "0", "x"] {
        let answer = try await scene.send("GET", "/api/v1/status", bearer(wrong))
        #expect(answer.status == 401 && answer.header("WWW-Authenticate") != nil)
        answers.insert(answer.text)
      }
      #expect(answers.count == 1)
      #expect(try await scene.send("GET", "/api/v1/status", [HTTPHeader("Authorization", "Basic eDp4")]).status == 401)
      #expect(try await scene.send("GET", "/api/v1/status", bearer(good)).status == 200)
    }
  }

  @Test func aRotatedKeyIsGoodForItsDaysOfGrace() async throws {
    try await NetworkScene.run { (scene) async throws in
      let old = try await scene.keys.create(KeyRequest(name: "ci", role: .viewer)).key
      let new = try await scene.keys.rotate("ci", KeyRotation(graceSeconds: 3600)).key
      #expect(old != new)
      for key in [old, new] { #expect(try await scene.send("GET", "/api/v1/status", bearer(key)).status == 200) }
      scene.clock.advance(by: .seconds(3600))
      #expect(try await scene.send("GET", "/api/v1/status", bearer(old)).status == 401)
      #expect(try await scene.send("GET", "/api/v1/status", bearer(new)).status == 200)
    }
  }

  @Test func rotatingAgainDoesNotLengthenTheGrace() async throws {
    try await NetworkScene.run { (scene) async throws in
      let old = try await scene.keys.create(KeyRequest(name: "ci", role: .viewer)).key
      _ = try await scene.keys.rotate("ci", KeyRotation(graceSeconds: 0))
      _ = try await scene.keys.rotate("ci", KeyRotation(graceSeconds: 3600))
      #expect(try await scene.send("GET", "/api/v1/status", bearer(old)).status == 401)
    }
  }

  @Test(arguments: [nil, 90 * 86_400] as [Int?]) func aClockThatWasAheadDoesNotShortenTheNextKey(life: Int?) async throws {
    let clock = VirtualClock(Instant(secondsSinceEpoch: 1_800_000_000))
    let ring = KeyRing(store: InMemoryKeys(), clock: clock, logger: silent)
    clock.step(by: .seconds(365 * 86_400))
    _ = try await ring.create(KeyRequest(name: "ci", role: .viewer, expiresInSeconds: life))
    clock.step(by: .seconds(-365 * 86_400))
    let end = life.map { (clock.now() + .seconds($0)).iso8601 }
    for _ in 0..<3 {
      let made = try await ring.rotate("ci", KeyRotation(graceSeconds: 3600))
      #expect(made.item.expires == end)
      #expect(await ring.holder(of: made.key) != nil)
    }
  }

  /// What is left of the name was made ahead, and ends with its grace before that.
  @Test func noKeyIsGivenThatHasEndedAlready() async throws {
    let store = InMemoryKeys()
    let ring = KeyRing(store: store, clock: VirtualClock(Instant(secondsSinceEpoch: 1_800_000_000)), logger: silent)
    await store.changeKeys(
      KeyChanges(upserts: [
        StoredKey(
          id: .random(), name: "ci", role: "viewer", digest: TokenDigest(of: "x").bytes, created: Instant(secondsSinceEpoch: 1_900_000_000),
          expires: Instant(secondsSinceEpoch: 1_800_003_600))
      ]))
    let problem = await #expect(throws: ControlProblem.self) { try await ring.rotate("ci", KeyRotation(graceSeconds: 0)) }
    #expect(problem?.code == .conflict)
    #expect(try await ring.list().map(\.state) == [.active])
  }

  @Test func aNameInUseIsNotGivenTwiceAndARevokedOneAgain() async throws {
    let ring = KeyRing(store: InMemoryKeys(), clock: VirtualClock(Instant(secondsSinceEpoch: 1_800_000_000)), logger: silent)
    _ = try await ring.create(KeyRequest(name: "ci", role: .viewer))
    let problem = await #expect(throws: ControlProblem.self) { try await ring.create(KeyRequest(name: "ci", role: .admin)) }
    #expect(problem?.code == .conflict)
    _ = try await ring.revoke("ci")
    _ = try await ring.create(KeyRequest(name: "ci", role: .admin))
    #expect(try await ring.list().map(\.role) == [.admin])
  }

  @Test(arguments: ["", "a b", "å", "a\n", String(repeating: "x", count: 51)])
  func aNameThatIsNoneIsRefused(name: String) async throws {
    let ring = KeyRing(store: InMemoryKeys(), clock: VirtualClock(Instant(secondsSinceEpoch: 1_800_000_000)), logger: silent)
    await #expect(throws: ControlProblem.self) { try await ring.create(KeyRequest(name: name, role: .viewer)) }
  }

  @Test func theUseOfAKeyIsNoted() async throws {
    try await NetworkScene.run { (scene) async throws in
      let key = try await scene.keys.create(KeyRequest(name: "ci", role: .viewer)).key
      #expect(try await scene.keys.list().first?.lastUsed == nil)
      _ = try await scene.send("GET", "/api/v1/status", bearer(key))
      #expect(try await scene.keys.list().first?.lastUsed == scene.clock.now().iso8601)
      #expect(await scene.store.keys().first?.lastUsed == scene.clock.now())
    }
  }

  @Test func whatIsStoredIsNoKey() async throws {
    let store = InMemoryKeys()
    let ring = KeyRing(store: store, clock: VirtualClock(Instant(secondsSinceEpoch: 1_800_000_000)), logger: silent)
    let key = try await ring.create(KeyRequest(name: "ci", role: .viewer)).key
    let stored = try #require(await store.keys().first)
    #expect(stored.digest == TokenDigest(of: key).bytes && !"\(stored)".contains(key))
  }

  @Test func aSessionEndsWithItsKey() async throws {
    try await NetworkScene.run { (scene) async throws in
      let key = try await scene.keys.create(KeyRequest(name: "ann", role: .operator)).key
      let answer = try await scene.send("POST", "/sign-in", form: "key=\(key)&to=%2Fruns")
      #expect(answer.status == 200 && answer.text.contains(#"url=/runs"#))
      let visitor = Visitor(attributes: answer.header("Set-Cookie") ?? "", status: answer.status)
      #expect(try await scene.send("GET", "/api/v1/status", visitor.headers).status == 200)
      _ = try await scene.keys.revoke("ann")
      #expect(try await scene.send("GET", "/api/v1/status", visitor.headers).status == 401)
    }
  }

  @Test func loggingInWithAKeyGivesATokenForAnHour() async throws {
    try await NetworkScene.run { (scene) async throws in
      let key = try await scene.keys.create(KeyRequest(name: "ci", role: .viewer)).key
      let answer = try await scene.send("POST", "/api/v1/login", form: "username=&password=\(key)")
      let token = try decoded(LoginToken.self, answer)
      #expect(token.expiresIn == 3600 && token.tokenType == "bearer")
      #expect(try await scene.send("GET", "/api/v1/status", bearer(token.accessToken)).status == 200)
      scene.clock.advance(by: .seconds(3600))
      #expect(try await scene.send("GET", "/api/v1/status", bearer(token.accessToken)).status == 401)
    }
  }

  @Test func keysAreMadeAndTakenBackOverTheSocket() async throws {
    try await NetworkScene.run { (scene) async throws in
      let client = scene.client
      let made = try await client.createKey(KeyRequest(name: "ci", role: .operator, expiresInSeconds: 86_400))
      #expect(try await scene.send("GET", "/api/v1/status", bearer(made.key)).status == 200)
      let rotated = try await client.rotateKey("ci", KeyRotation(graceSeconds: 0))
      // Both were made in the same instant of this clock.
      #expect(Set(try await client.keys().map(\.state)) == [.expired, .active])
      #expect(try await client.revokeKey("ci").map(\.id) == [rotated.item.id])
      #expect(try await scene.send("GET", "/api/v1/status", bearer(rotated.key)).status == 401)
      #expect(try await client.signInLink().url.hasPrefix(scene.url + "/sign-in/once/"))
    }
  }
}
