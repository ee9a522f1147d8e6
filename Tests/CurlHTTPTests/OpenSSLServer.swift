import Foundation
import TestSupport

/// `openssl s_server` on a free loopback port with a fresh certificate for "localhost", signed by itself.
///
/// It answers every request with a status page. It ends when it is released.
final class OpenSSLServer: Sendable {
  let port: Int
  /// Path of the PEM certificate.
  let certificate: String
  /// Path of its key.
  let key: String
  private let folder: URL
  private let process: Process

  struct Failure: Error { let message: String }

  /// - Parameter demandsCertificate: serves only clients that show this very certificate.
  convenience init(demandsCertificate: Bool = false) async throws {
    self.init(try await onAThreadOfItsOwn { try Parts(demandsCertificate: demandsCertificate) })
  }

  private init(_ parts: Parts) {
    (folder, certificate, key, process, port) = (parts.folder, parts.certificate, parts.key, parts.process, parts.port)
  }

  private struct Parts: Sendable {
    let folder: URL
    let certificate: String
    let key: String
    let process: Process
    let port: Int

    init(demandsCertificate: Bool) throws {
      folder = FileManager.default.temporaryDirectory.appending(path: "carillon-tls-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      certificate = folder.appending(path: "certificate.pem").path
      key = folder.appending(path: "key.pem").path
      let request = OpenSSLServer.openSSL([
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
      ])
      try request.run()
      request.waitUntilExit()
      guard request.terminationStatus == 0 else { throw Failure(message: "openssl req ended with \(request.terminationStatus)") }
      let demand = demandsCertificate ? ["-Verify", "1", "-verify_return_error", "-CAfile", certificate] : []
      process = OpenSSLServer.openSSL(["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www"] + demand)
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      port = try OpenSSLServer.announcedPort(output.fileHandleForReading)
    }
  }

  deinit {
    // Not SIGTERM: the threads of Dispatch block it, and a child inherits what its thread blocks.
    kill(process.processIdentifier, SIGKILL)
    try? FileManager.default.removeItem(at: folder)
  }

  private static func openSSL(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
  }

  /// From the line "ACCEPT 127.0.0.1:<port>".
  private static func announcedPort(_ output: FileHandle) throws -> Int {
    var text = ""
    while let bytes = try output.read(upToCount: 1), !bytes.isEmpty {
      text += String(decoding: bytes, as: UTF8.self)
      if text.hasSuffix("\n"), let accept = text.firstRange(of: "ACCEPT ") {
        let address = text[accept.upperBound...].split(separator: "\n").first ?? ""
        if let port = address.split(separator: ":").last.flatMap({ Int($0) }) { return port }
      }
    }
    throw Failure(message: "openssl s_server announced no port: \(text)")
  }
}
