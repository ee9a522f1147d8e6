import Foundation
import FoundationNetworking
import TestSupport
import Testing

/// Who asks a daemon over the network, with a real ZenML server that knows its users.
@Suite("Access over the network", .timeLimit(.minutes(15)))
struct NetworkAccessTests {
  let server: ZenMLServer

  init() async throws { server = try await ZenMLFixture.shared.server() }

  @Test func isGivenToAnAccountOfTheServerAndTakenBackWithinAMinute() async throws {
    let name = uniqueName("visitor")
    let account = try await server.createAccount(name)
    let token = try await server.accessToken(apiKey: account.apiKey)
    let place = try place("zenml_login: {users: {\(account.id): operator}}")
    try await place.withDaemon { daemon async throws in
      let url = try daemon.url
      #expect(try await status("GET", "\(url)/api/v1/status", token) == 200)
      #expect(try await status("POST", "\(url)/api/v1/store/verify", token) == 403)
      #expect(try await status("GET", "\(url)/api/v1/status", "\(token)x") == 401)
      #expect(try await login(url, "username=&password=\(account.apiKey)") == 200)
      // The administrator is a user of the server too, but not one that the configuration names.
      #expect(try await login(url, "username=\(server.facts.username)&password=\(server.facts.password)") == 401)
      try await server.setAccount(account.id, active: false)
      try await eventually("the account that is no longer active is refused", within: .seconds(120)) {
        try await status("GET", "\(url)/api/v1/status", token)
      } until: {
        $0 == 401
      }
      #expect(![token, account.apiKey].contains { daemon.log.contains($0) })
    }
  }

  @Test func isNobodysWhereTheConfigurationSaysNothing() async throws {
    let token = try await server.accessToken(apiKey: server.facts.apiKey)
    try await place("").withDaemon { daemon async throws in
      let url = try daemon.url
      #expect(try await status("GET", "\(url)/api/v1/status", token) == 401)
      #expect(try await login(url, "username=\(server.facts.username)&password=\(server.facts.password)") == 401)
    }
  }

  @Test func isGivenByAKeyThatOutlivesTheDaemon() async throws {
    let place = try DaemonPlace("listen: 127.0.0.1:0")
    var key = ""
    try await place.withDaemon { daemon async throws in
      let made = try await daemon.command("keys", "create", "ci", "--role", "viewer")
      key = String(made.output.prefix { !$0.isNewline })
      #expect(try await status("GET", "\(daemon.url)/api/v1/status", key) == 200)
    }
    try await place.withDaemon { daemon async throws in
      #expect(try await status("GET", "\(daemon.url)/api/v1/status", key) == 200)
      #expect(try await daemon.command("keys", "revoke", "ci").status == 0)
      #expect(try await status("GET", "\(daemon.url)/api/v1/status", key) == 401)
      #expect(!daemon.log.contains(key))
    }
  }

  private func place(_ login: String) throws -> DaemonPlace {
    let place = try DaemonPlace("server: {url: \"\(server.facts.url)\", api_key_file: key}\nlisten: 127.0.0.1:0\n\(login)")
    try place.writeSecret(server.facts.apiKey, to: "key")
    return place
  }

  private func status(_ method: String, _ url: String, _ token: String) async throws -> Int {
    var request = URLRequest(url: URL(string: url)!)
    request.httpMethod = method
    request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
    return try await send(request)
  }

  private func login(_ url: String, _ form: String) async throws -> Int {
    var request = URLRequest(url: URL(string: "\(url)/api/v1/login")!)
    request.httpMethod = "POST"
    request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
    request.httpBody = Data(form.utf8)
    return try await send(request)
  }

  /// The status of the answer. Where the daemon could not ask the server, which may be busy, it is asked again.
  private func send(_ request: URLRequest) async throws -> Int {
    try await eventually("the daemon has an answer of the server") {
      let (_, response) = try await URLSession(configuration: .ephemeral).data(for: request)
      return (response as? HTTPURLResponse)?.statusCode ?? 0
    } until: {
      $0 != 503
    }
  }
}
