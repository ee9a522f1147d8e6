import ControlMessages
import Foundation
import TestSupport
import Testing

@testable import ControlAPI

@Suite struct TLSTests {
  @Test func aDoorWithACertificateSpeaksTLSAndMakesCookiesSecure() async throws {
    let files = try await CertificateFiles()
    let certificate = try TLSCertificate(certificatePath: files.certificate, keyPath: files.key)
    try await NetworkScene.run(certificate: certificate) { (scene) async throws in
      #expect(scene.url.hasPrefix("https://127.0.0.1:"))
      let link = try #require(scene.gatehouse.makeSignInLink())
      let answer = try await curl("--cacert", files.certificate, "-si", link.url)
      #expect(answer.contains("Set-Cookie: __Host-carillon") && answer.contains("SameSite=Strict; Secure"))
      #expect(try await curl("--cacert", files.certificate, "--tls-max", "1.1", "-si", scene.url).isEmpty)
      #expect(try await RawPeer(port: scene.port).answer(to: statusRequest).contains("200 OK") == false)
    }
  }

  @Test func aNewCertificateIsUsedWhenItIsReadAgainAndABrokenOneIsNot() async throws {
    let files = try await CertificateFiles()
    let certificate = try TLSCertificate(certificatePath: files.certificate, keyPath: files.key)
    let old = try String(contentsOfFile: files.certificate, encoding: .utf8)
    try await NetworkScene.run(certificate: certificate) { (scene) async throws in
      try await files.renew()
      try certificate.reload()
      #expect(try await curl("--cacert", files.certificate, "-s", "\(scene.url)/sign-in").contains("Sign in"))
      try Data("broken".utf8).write(to: URL(filePath: files.certificate))
      #expect(throws: TLSCertificateError.self) { try certificate.reload() }
      try Data(old.utf8).write(to: URL(filePath: files.certificate))
      #expect(try await curl("--cacert", files.certificate, "-s", "\(scene.url)/sign-in").isEmpty)
    }
  }

  @Test func aKeyOfAnotherCertificateIsRefused() async throws {
    let (one, other) = (try await CertificateFiles(), try await CertificateFiles())
    #expect(throws: TLSCertificateError.self) { try TLSCertificate(certificatePath: one.certificate, keyPath: other.key) }
    #expect(throws: TLSCertificateError.self) { try TLSCertificate(certificatePath: "/nowhere", keyPath: one.key) }
  }

  private func curl(_ arguments: String...) async throws -> String { try await ProgramOutput.of("curl", arguments) }
}

/// A certificate for 127.0.0.1, signed by itself, in a folder that goes with it.
private final class CertificateFiles: Sendable {
  private let folder: TemporaryFolder
  var certificate: String { folder.path + "/certificate.pem" }
  var key: String { folder.path + "/key.pem" }

  init() async throws {
    folder = try TemporaryFolder()
    try await renew()
  }

  func renew() async throws {
    let arguments = [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost",
      "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
    ]
    try await onAThreadOfItsOwn {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = arguments
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
    }
  }
}

private enum ProgramOutput {
  static func of(_ program: String, _ arguments: [String]) async throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let output = Pipe()
    process.standardOutput = output
    try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in ended.resume() }
      do { try process.run() } catch { ended.resume(throwing: error) }
    }
    return String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  }
}
