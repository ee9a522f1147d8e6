import Foundation
import FoundationNetworking
import TestSupport

/// A server made of JFrog ML's published document: it refuses what the document does not declare. It ends when it is released.
final class ContractProcess: Sendable {
  struct Report: Decodable, Sendable {
    let violations: [String]
    /// Ids of the operations that nobody called.
    let uncalled: [String]
  }

  /// With the path of the API.
  var url: String { "\(origin)/ml/api" }
  private let origin: String
  /// The server ends when this is closed, at the end of the test process at the latest.
  private let life: Pipe

  init() throws {
    let (process, output, life) = (Process(), Pipe(), Pipe())
    let folder = "\(BuiltProgram.package)/Tests/Fixtures/openapi"
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-B", "\(folder)/contract_server.py", "\(folder)/jfrog-ml.json"]
    process.standardInput = life
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let port = Int(line.prefix { $0.isNumber }) else { throw UnexpectedAnswer(description: "no port: \(line)") }
    origin = "http://127.0.0.1:\(port)"
    self.life = life
  }

  deinit { try? life.fileHandleForWriting.close() }

  func report() async throws -> Report {
    guard let url = URL(string: "\(origin)/__calls") else { throw UnexpectedAnswer(description: origin) }
    return try JSONDecoder().decode(Report.self, from: try await URLSession.shared.data(from: url).0)
  }
}
