import CurlHTTP
import Foundation
import HTTP
import TestSupport
import Testing
import Values

@testable import ZenML

/// A server made of ZenML's published document: it refuses what the document does not declare. It ends when it is released.
final class ContractServer: Sendable {
  struct Report: Sendable {
    /// Ids of the operations called, in order.
    let calls: [String]
    let violations: [String]
    /// Ids of the operations that nobody called.
    let uncalled: [String]
    /// The bodies of the calls, in order; null without one.
    let bodies: [JSONValue]
  }

  let url: String
  private let transport = PatientTransport(CurlHTTPTransport())
  /// The server ends when this is closed.
  private let life: Pipe

  init(document: String = "zenml.json") async throws {
    let (process, output, life) = (Process(), Pipe(), Pipe())
    let folder = "\(Self.package)/Tests/Fixtures/openapi"
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-B", "\(folder)/contract_server.py", "\(folder)/\(document)"]
    process.standardInput = life
    process.standardOutput = output
    try process.run()
    let announced = try await onAThreadOfItsOwn { output.fileHandleForReading.availableData }
    let port = String(decoding: announced, as: UTF8.self).prefix { $0.isNumber }
    url = "http://127.0.0.1:\(try #require(Int(port)))"
    self.life = life
  }

  deinit { try? life.fileHandleForWriting.close() }

  func report() async throws -> Report {
    let response = try await transport.send(HTTPRequest("GET", "\(url)/__calls"))
    let json = try JSONReader.value(of: response.body)
    func texts(_ key: String) -> [String] { (json[key]?.arrayValue ?? []).compactMap { $0.stringValue ?? $0["operation"]?.stringValue } }
    return Report(
      calls: texts("calls"), violations: texts("violations"), uncalled: texts("uncalled"),
      bodies: (json["calls"]?.arrayValue ?? []).map { $0["body"] ?? .null })
  }

  func client(
    _ credentials: ZenMLCredentials = .password(username: "ann", password: "pw"), dialect: ZenMLDialect = .document
  ) throws -> ZenMLClient {
    let clock = testClock()
    return ZenMLClient(
      configuration: try ZenMLConfiguration(url: url, credentials: credentials), transport: transport, dialect: dialect,
      now: { clock.now() })
  }

  /// The package, by this file's own place in it.
  static let package = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }.path
}
