import Foundation
import TestSupport

/// What the commands for records print with `--json`: the server's own objects, in part.
struct RecordLine: Decodable, Sendable, Equatable {
  struct Body: Decodable, Sendable, Equatable {
    let color: String?
    let values: [String: String]?
  }

  let id: String
  let name: String?
  let body: Body?
}

struct RecordLines: Decodable, Sendable {
  let items: [RecordLine]
  let total: Int?
}

/// A configuration that names a server, and the commands that read it.
struct ServerPlace: Sendable {
  /// `zenml` or `jfrog`.
  let command: String
  let place: DaemonPlace

  /// As the administrator: some kinds of records are hidden from others.
  init(zenml facts: ZenMLFacts) throws {
    command = "zenml"
    place = try DaemonPlace("server: {url: \"\(facts.url)\", username: \"\(facts.username)\", password_file: password}")
    try place.writeSecret(facts.password, to: "password")
  }

  /// - Parameter url: with the path of the API.
  init(jfrog url: String) throws {
    command = "jfrog"
    place = try DaemonPlace("jfrog: {url: \"\(url)\", token_file: token}")
    try place.writeSecret("a-token", to: "token")
  }

  func run(_ arguments: String...) async throws -> CommandResult { try await run(arguments) }

  func run(_ arguments: [String]) async throws -> CommandResult {
    try await CLI.run([command] + arguments + ["--config", place.configurationPath])
  }
}
