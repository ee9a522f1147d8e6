import CurlHTTP
import Foundation
import HTTP
import TestSupport
import Testing
import Values

@testable import JFrogML

/// A server made of JFrog ML's published document: it refuses what the document does not declare. It ends when it is released.
final class ContractServer: Sendable {
  struct Report: Sendable {
    let violations: [String]
    /// Ids of the operations that nobody called.
    let uncalled: [String]
    /// Whether any request had an `Idempotency-Key`.
    let hasKeys: Bool
  }

  let url: String
  let transport = PatientTransport(CurlHTTPTransport())
  /// The server ends when this is closed.
  private let life: Pipe

  init() async throws {
    let (process, output, life) = (Process(), Pipe(), Pipe())
    let folder = "\(Self.package)/Tests/Fixtures/openapi"
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-B", "\(folder)/contract_server.py", "\(folder)/jfrog-ml.json"]
    process.standardInput = life
    process.standardOutput = output
    try process.run()
    let announced = try await onAThreadOfItsOwn { output.fileHandleForReading.availableData }
    let port = String(decoding: announced, as: UTF8.self).prefix { $0.isNumber }
    url = "http://127.0.0.1:\(try #require(Int(port)))/ml/api"
    self.life = life
  }

  deinit { try? life.fileHandleForWriting.close() }

  func client(_ credentials: JFrogMLCredentials = .token("t"), dialect: JFrogMLDialect = .document) throws -> JFrogMLClient {
    try JFrogMLClient(baseURL: url, credentials: credentials, transport: transport, dialect: dialect)
  }

  func report() async throws -> Report {
    let response = try await transport.send(HTTPRequest("GET", url.replacing("/ml/api", with: "/__calls")))
    let report = try json(String(decoding: response.body, as: UTF8.self))
    func texts(_ key: String) -> [String] { (report[key]?.arrayValue ?? []).compactMap(\.stringValue) }
    let keys = (report["calls"]?.arrayValue ?? []).compactMap { $0["idempotency_key"]?.stringValue }
    return Report(violations: texts("violations"), uncalled: texts("uncalled"), hasKeys: !keys.isEmpty)
  }

  /// The package, by this file's own place in it.
  private static let package = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }.path
}
