import Foundation
import TestSupport

/// A real SMTP server on a free loopback port, with a fresh certificate for "localhost". It ends when it is released.
final class MailServerProcess: Sendable {
  enum Mode: String { case plain, starttls, implicit }

  struct Message: Decodable, Sendable {
    let from: String
    let to: [String]
    let content: String
    let encrypted: Bool
    let login: String?
  }

  struct Failure: Error { let message: String }

  let port: Int
  /// Path of the PEM certificate.
  let certificate: String
  private let directory: ScratchDirectory
  private let process: Process
  private let input: Pipe

  static func start(_ mode: Mode, login: (user: String, password: String)? = nil) async throws -> MailServerProcess {
    MailServerProcess(try await onAThreadOfItsOwn { try Parts(mode, login.map { [$0.user, $0.password] } ?? []) })
  }

  private init(_ parts: Parts) {
    (port, directory, process, input) = (parts.port, parts.directory, parts.process, parts.input)
    certificate = directory.path("cert.pem")
  }

  deinit { kill(process.processIdentifier, SIGKILL) }

  /// What it has taken so far.
  var messages: [Message] {
    let lines = (directory.read("out") ?? "").split(separator: "\n")
    return lines.compactMap { try? JSONDecoder().decode(Message.self, from: Data($0.utf8)) }
  }

  private struct Parts: Sendable {
    let port: Int
    let directory: ScratchDirectory
    let process: Process
    let input = Pipe()

    init(_ mode: Mode, _ login: [String]) throws {
      directory = try ScratchDirectory()
      try Parts.run(
        "/usr/bin/env",
        [
          "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1", "-subj",
          "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", directory.path("key.pem"), "-out",
          directory.path("cert.pem"),
        ])
      process = Process()
      process.executableURL = URL(filePath: "\(Parts.package)/.venv-mail/bin/python")
      process.arguments = ["-W", "ignore", "\(Parts.package)/Tests/Fixtures/mail/mail_server.py", directory.path, mode.rawValue] + login
      process.standardInput = input
      try directory.write("", to: "out")
      // A file and not a pipe: what was written before an answer is there when the answer comes.
      process.standardOutput = try FileHandle(forWritingTo: URL(filePath: directory.path("out")))
      let announcement = Pipe()
      process.standardError = announcement
      try process.run()
      port = try Parts.announcedPort(announcement.fileHandleForReading)
    }

    private static let package = String(#filePath.split(separator: "/Tests/")[0])

    private static func run(_ program: String, _ arguments: [String]) throws {
      let process = Process()
      process.executableURL = URL(filePath: program)
      process.arguments = arguments
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else { throw Failure(message: "\(arguments[0]) ended with \(process.terminationStatus)") }
    }

    /// The line on standard error that is a number.
    private static func announcedPort(_ errors: FileHandle) throws -> Int {
      var text = ""
      while let bytes = try errors.read(upToCount: 1), !bytes.isEmpty {
        text += String(decoding: bytes, as: UTF8.self)
        if text.hasSuffix("\n"), let port = text.split(separator: "\n").last.flatMap({ Int($0) }) { return port }
      }
      throw Failure(message: "the mail server announced no port; .ci/setup test installs it: \(text)")
    }
  }
}
