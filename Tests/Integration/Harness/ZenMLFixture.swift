import Foundation
import Glibc
import TestSupport

/// A real ZenML server with deployed pipelines, of this test run's own. It goes when the test process ends, however it
/// ends: `--owner` leaves that to a guard process.
actor ZenMLFixture {
  /// The one that tests share, each with schedules of its own.
  static let shared = ZenMLFixture(deployments: nil)
  /// For tests that stop it, fill it, or run a daemon on its project alone.
  static let disposable = ZenMLFixture(deployments: "training-live")

  private let directory: String
  private let deployments: String?
  private var starting: Task<ZenMLServer, any Error>?

  private init(deployments: String?) {
    self.deployments = deployments
    directory =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("carillon-zenml-\(UInt32.random(in: 0 ... .max))").path
  }

  /// The server, started by the first who asks.
  func server() async throws -> ZenMLServer {
    if let starting { return try await starting.value }
    let choice = deployments.map { ["--deployments", $0] } ?? []
    let arguments = ["up", "--owner", String(getpid())] + choice
    let task = Task { [directory] in
      let line = try await Self.fixture(arguments, directory: directory)
      return try await ZenMLServer(facts: try Self.facts(line))
    }
    starting = task
    return try await task.value
  }

  /// Stops the server while `body` runs; its deployments stay, as they would when the server's machine goes away.
  ///
  /// It comes back on the same port, with the same database.
  /// - Parameter environment: more variables of the server from then on, `NAME=value`.
  func whileServerIsAway<Value: Sendable>(
    thenWith environment: [String] = [], _ body: @Sendable () async throws -> Value
  ) async throws -> Value {
    _ = try await Self.fixture(["server-stop"], directory: directory)
    do {
      let value = try await body()
      try await startServer(environment)
      return value
    } catch {
      try await startServer(environment)
      throw error
    }
  }

  private func startServer(_ environment: [String]) async throws {
    let line = try await Self.fixture(["server-start"] + environment.flatMap { ["--env", $0] }, directory: directory)
    // Logs in anew: the old token may be worth nothing.
    starting = Task { try await ZenMLServer(facts: try Self.facts(line)) }
  }

  /// The server's SQLite file.
  nonisolated var database: String { "\(directory)/server/local_stores/default_zen_store/zenml.db" }

  static let python = "\(BuiltProgram.package)/.venv/bin/python"

  private static func fixture(_ arguments: [String], directory: String) async throws -> String {
    let script = "\(BuiltProgram.package)/Tests/Fixtures/zenml/zenml_fixture.py"
    let run = try ProgramRun(python, [script] + arguments + ["--directory", directory])
    guard await run.status == 0 else { throw UnexpectedAnswer(description: "\(arguments): \(run.output)\(run.errors)") }
    return run.output
  }

  private static func facts(_ line: String) throws -> ZenMLFacts {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(ZenMLFacts.self, from: Data(line.utf8))
  }
}

/// What the fixture says of the server that it has started.
struct ZenMLFacts: Decodable, Sendable {
  struct Component: Decodable, Sendable {
    let id: String
    let flavor: String
  }

  struct Deployment: Decodable, Sendable {
    let id: String
    let name: String
    let pipeline: String
  }

  let url: String
  let username: String
  let password: String
  let apiKey: String
  let serviceAccountId: String
  let projectId: String
  let orchestrators: [String: Component]
  let pipelines: [String: String]
  let deployments: [String: Deployment]
}
