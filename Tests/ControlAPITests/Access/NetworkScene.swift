import CivilTime
import ControlAPI
import ControlMessages
import CurlHTTP
import Foundation
import Logging
import Seams
import TestSupport

@testable import carillon

let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

func decoded<Message: Decodable>(_ type: Message.Type, _ response: HTTPResponse) throws -> Message {
  try JSONDecoder().decode(type, from: Data(response.body))
}

/// A daemon that answers at a loopback port, with a clock that the test turns.
struct NetworkScene: Sendable {
  let server: LiveServer
  let gatehouse: Gatehouse
  let keys: KeyRing
  let store: InMemoryKeys
  let clock: VirtualClock

  static func run(
    limits: ControlLimits = .standard, publicURL: String? = nil, allowed: Set<String> = [], certificate: TLSCertificate? = nil,
    users: FakeUsers? = nil, roles: UserRoles = UserRoles(), operations: FakeOperations = FakeOperations(),
    _ body: @Sendable (NetworkScene) async throws -> Void
  ) async throws {
    let clock = VirtualClock(try Instant(iso8601: "2026-11-21T02:00:00Z"))
    let store = InMemoryKeys()
    let keys = KeyRing(store: store, clock: clock, logger: silent)
    let check = users.map { UserCheck(directory: $0, roles: roles, clock: clock, logger: silent) }
    let gatehouse = Gatehouse(clock: clock, keys: keys, users: check)
    let address = ListenAddress(host: "127.0.0.1", port: 0)
    let hosts = HostRules(listen: address, publicURL: publicURL, allowed: allowed)
    let door = NetworkDoor(address: address, hosts: hosts, certificate: certificate)
    try await LiveServer.run(operations, limits: limits, doors: [door], gatehouse: gatehouse) { server in
      try await body(NetworkScene(server: server, gatehouse: gatehouse, keys: keys, store: store, clock: clock))
    }
  }

  /// As the commands ask, on the socket.
  var client: ControlClient { ControlClient(socket: server.path, transport: PatientTransport(CurlHTTPTransport())) }

  var url: String { server.doors[0].url }
  var port: Int { server.doors[0].port }

  func send(_ method: String, _ path: String, _ headers: [HTTPHeader] = [], form: String? = nil) async throws -> HTTPResponse {
    var request = HTTPRequest(method, url + path, headers: headers)
    if let form {
      request.headers.append(HTTPHeader("Content-Type", "application/x-www-form-urlencoded"))
      request.body = Array(form.utf8)
    }
    return try await PatientTransport(CurlHTTPTransport()).send(request)
  }

  /// Signs in by a link, and gives what a browser would send from then on.
  func visitor() async throws -> Visitor {
    let link = gatehouse.makeSignInLink()?.url ?? ""
    let response = try await send("GET", String(link.dropFirst(url.count)))
    let cookie = response.headers.first { $0.name.lowercased() == "set-cookie" }?.value ?? ""
    return Visitor(attributes: cookie, status: response.status)
  }
}

/// A browser with its cookie.
struct Visitor: Sendable {
  /// As `Set-Cookie` had it.
  let attributes: String
  let status: Int

  var headers: [HTTPHeader] { [HTTPHeader("Cookie", "other=1; " + pair)] }
  var token: String { String(pair.split(separator: "=").last ?? "") }

  private var pair: String { String(attributes.split(separator: ";").first ?? "") }
}

extension HTTPResponse {
  var text: String { String(decoding: body, as: UTF8.self) }

  func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
}
