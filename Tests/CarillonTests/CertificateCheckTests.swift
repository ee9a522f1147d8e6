import Foundation
import ScheduleFiles
import TestSupport
import Testing

@testable import carillon

/// What `check` says of a certificate with which the daemon would not start.
@Suite struct CertificateCheckTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    try folder.write("listen: [\"127.0.0.1:8470\"]\ntls: {certificate: c.pem, key: k.pem}\n", to: "carillon.yaml")
  }

  private var report: FileReport { FileCheck(configurations: [folder.path("carillon.yaml")], schedules: [], environment: [:]).report() }

  @Test func aPairThatIsNotThereIsAnError() {
    #expect(report.hasErrors)
    let sentence = "tls.certificate \(folder.path("c.pem")): it cannot be read, or is no PEM file with a certificate"
    #expect(report.problems.map(\.message) == [sentence])
  }

  @Test func aPairThatCanBeUsedIsNone() async throws {
    try await makePair(certificate: "c.pem", key: "k.pem")
    #expect(report.problems.isEmpty, "\(report.text)")
    try await makePair(certificate: "other.pem", key: "k.pem")
    #expect(report.problems.first?.message.contains("do not belong together") == true, "\(report.text)")
  }

  @Test func whatTheReaderMayNotOpenIsAWarning() throws {
    try folder.write("", to: "c.pem")
    let configuration = try Configuration.load(path: folder.path("carillon.yaml"), environment: [:])
    for hidden in ["c.pem", "k.pem"] {
      var check = CertificateCheck()
      check.isHidden = { $0.hasSuffix(hidden) }
      check.note("carillon.yaml", configuration)
      #expect(check.problems.map(\.severity) == [.warning])
      #expect(check.problems.first?.message.contains(folder.path(hidden)) == true)
    }
  }

  private func makePair(certificate: String, key: String) async throws {
    let arguments = [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost",
      "-keyout", folder.path(key), "-out", folder.path(certificate),
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
