import ControlMessages
import Seams
import TestSupport
import Testing

@testable import ControlAPI

/// A stream of events goes on for as long as its listener would be let in.
@Suite struct StreamAccessTests {
  /// - Returns: what the listener was told until the stream ended by itself.
  private func told(
    users: FakeUsers? = nil, _ headers: @escaping @Sendable (NetworkScene) async throws -> [HTTPHeader],
    then change: @escaping @Sendable (NetworkScene) async throws -> Void
  ) async throws -> String {
    let (feed, text) = (EventFeed(), Told())
    try await NetworkScene.run(users: users, roles: UserRoles(everyone: .viewer), operations: FakeOperations(feed: feed)) {
      (scene) async throws in
      let headers = try await headers(scene)
      async let answer = scene.send("GET", "/api/v1/events", headers)
      await feed.waitForListener()
      try await change(scene)
      feed.beat()
      feed.end()
      await text.set(try await answer.text)
    }
    return await text.value
  }

  private actor Told {
    private(set) var value = ""
    func set(_ text: String) { value = text }
  }

  private static let beginning = "retry: 3000\n\n"
  private static let farewell = beginning + "event: end\ndata: {\"reason\":\"signed_out\"}\n\n"

  private func bearer(_ token: String) -> [HTTPHeader] { [HTTPHeader("Authorization", "Bearer \(token)")] }

  @Test func itEndsWhenItsKeyIsRevoked() async throws {
    let text = try await told { scene in
      bearer(try await scene.keys.create(KeyRequest(name: "ci", role: .viewer)).key)
    } then: { scene in
      _ = try await scene.keys.revoke("ci")
      scene.clock.advance(by: .seconds(15))
    }
    #expect(text == Self.farewell)
  }

  @Test func itEndsWhenItsKeyExpires() async throws {
    let text = try await told { scene in
      bearer(try await scene.keys.create(KeyRequest(name: "ci", role: .viewer, expiresInSeconds: 15)).key)
    } then: { scene in
      scene.clock.advance(by: .seconds(15))
    }
    #expect(text == Self.farewell)
  }

  @Test func itGoesOnWhileItsKeyIsInForce() async throws {
    let text = try await told { scene in
      bearer(try await scene.keys.create(KeyRequest(name: "ci", role: .viewer)).key)
    } then: { scene in
      scene.clock.advance(by: .seconds(86_400))
    }
    #expect(text == Self.beginning + ": alive\n\n")
  }

  @Test func itEndsWhenTheServerRefusesItsToken() async throws {
    let users = FakeUsers()
    let text = try await told(users: users) { _ in
      bearer("token-ann")
    } then: { scene in
      users.revoke("token-ann")
      scene.clock.advance(by: .seconds(30))
    }
    #expect(text == Self.farewell)
  }

  @Test func itGoesOnWhileTheServerCannotBeAsked() async throws {
    let users = FakeUsers()
    let text = try await told(users: users) { _ in
      bearer("token-ann")
    } then: { scene in
      users.goAway()
      scene.clock.advance(by: .seconds(600))
    }
    #expect(text == Self.beginning + ": alive\n\n")
  }

  @Test func itEndsWithTheSessionOfItsPage() async throws {
    let text = try await told { scene in
      try await scene.visitor().headers
    } then: { scene in
      // Listening is no use of a session.
      scene.clock.advance(by: .seconds(3600))
    }
    #expect(text == Self.farewell)
  }

  @Test func itEndsWhenALoginsTokenIsOver() async throws {
    let text = try await told { scene in
      let key = try await scene.keys.create(KeyRequest(name: "ci", role: .viewer)).key
      let answer = try await scene.send("POST", "/api/v1/login", form: "username=&password=\(key)")
      return bearer(try decoded(Login.self, answer).token)
    } then: { scene in
      _ = try await scene.keys.revoke("ci")
      scene.clock.advance(by: .seconds(15))
    }
    #expect(text == Self.farewell)
  }

  private struct Login: Decodable {
    let token: String
    enum CodingKeys: String, CodingKey { case token = "access_token" }
  }
}
