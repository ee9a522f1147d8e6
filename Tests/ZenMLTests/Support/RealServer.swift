import CivilTime
import CurlHTTP
import Foundation
import Glibc
import HTTP
import Synchronization
import TestSupport
import Testing
import Values

@testable import ZenML

/// A real ZenML server of these tests' own, whose access tokens live for a minute. It goes when the test process ends, however it
/// ends: `--owner` leaves that to a guard process.
actor RealServer {
  static let shared = RealServer()

  struct Facts: Sendable {
    let url: String
    let username: String
    let password: String
    let apiKey: String
    let snapshot: Identifier
    let dynamicSnapshot: Identifier
    let template: Identifier
  }

  private let directory = FileManager.default.temporaryDirectory
    .appendingPathComponent("carillon-zenml-client-\(UInt32.random(in: 0 ... .max))").path
  private var starting: Task<Facts, any Error>?

  /// The machine may be busy with other tests.
  private static let patience = HTTPTimeouts(connect: .seconds(10), total: .seconds(180))

  /// What is known of the server, started by the first who asks.
  func facts() async throws -> Facts {
    let task = starting ?? Task { [directory] in try await Self.start(in: directory) }
    starting = task
    return try await task.value
  }

  /// A client that goes by a clock which stands still: it does not know when its token ends.
  func client(
    _ choose: (Facts) -> ZenMLCredentials = { .password(username: $0.username, password: $0.password) },
    transport: any HTTPTransport = CurlHTTPTransport()
  ) async throws -> ZenMLClient {
    let facts = try await facts()
    let clock = testClock()
    return ZenMLClient(
      configuration: try ZenMLConfiguration(url: facts.url, credentials: choose(facts), timeouts: Self.patience), transport: transport,
      now: { clock.now() })
  }

  /// What the server's own program says of it, once it answers.
  private static func output(in directory: String) throws -> Data {
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: "\(ContractServer.package)/.venv/bin/python")
    process.arguments = [
      "\(ContractServer.package)/Tests/Fixtures/zenml/zenml_fixture.py", "up", "--owner", String(getpid()), "--deployments", "",
      "--directory", directory, "--env", "ZENML_SERVER_JWT_TOKEN_EXPIRE_MINUTES=1", "--env", "ZENML_SERVER_JWT_TOKEN_LEEWAY_SECONDS=0",
    ]
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return text
  }

  private static func start(in directory: String) async throws -> Facts {
    let text = try await onAThreadOfItsOwn { try output(in: directory) }
    let json = try JSONReader.value(of: Array(text))
    func word(_ path: String...) throws -> String { try #require(path.reduce(json) { $0[$1] ?? .null }.stringValue) }
    func id(_ path: String...) throws -> Identifier {
      try #require(path.reduce(json) { $0[$1] ?? .null }.stringValue.flatMap { Identifier($0) })
    }
    return Facts(
      url: try word("url"), username: try word("username"), password: try word("password"), apiKey: try word("api_key"),
      snapshot: try id("snapshots", "nightly-a"), dynamicSnapshot: try id("snapshots", "tuning"),
      template: try id("run_templates", "nightly-template"))
  }
}

/// Sends everything on, and counts.
final class CountingTransport: HTTPTransport {
  private let inner = CurlHTTPTransport()
  private let log = Mutex<[String]>([])

  /// `GET /models`, with the query where it has one.
  var calls: [String] { log.withLock { $0 } }

  func count(_ text: String) -> Int { calls.count { $0.contains(text) } }

  func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    let path = request.url.split(separator: "/api/v1").last ?? ""
    log.withLock { $0.append("\(request.method) \(path)") }
    return try await inner.send(request)
  }
}
