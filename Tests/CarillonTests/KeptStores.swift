import CLinux
import Foundation
import Glibc
import TestSupport

/// The stores in `Tests/Fixtures/databases`, as files.
struct KeptStores {
  static let releases = ["0.1.0", "0.2.0"]

  private let fixtures = (0..<2).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    .appending(path: "Fixtures/databases").path

  /// Writes `carillon.db` into a folder, which is made.
  func write(_ release: String, to folder: String) async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let program = """
      import sqlite3, sys
      database = sqlite3.connect(sys.argv[2], isolation_level=None)
      database.executescript(open(sys.argv[1]).read())
      database.execute("PRAGMA journal_mode = WAL")
      """
    try await onAThreadOfItsOwn {
      let python = Process()
      python.executableURL = URL(filePath: "/usr/bin/env")
      python.arguments = ["python3", "-c", program, "\(fixtures)/\(release).sql", "\(folder)/carillon.db"]
      try python.run()
      python.waitUntilExit()
      guard python.terminationStatus == 0 else { throw Failure() }
    }
  }

  private struct Failure: Error {}
}

/// A state directory's lock, as a daemon holds it.
struct StateLock {
  private let file: CInt

  init(_ folder: String) throws {
    file = open("\(folder)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0, linux_try_lock_exclusive(file) == 0 else { throw CocoaError(.fileLocking) }
  }

  func release() { close(file) }
}

/// How the real program ended, which SwiftPM puts next to the tests.
struct ProgramEnd: CustomStringConvertible {
  let arguments: [String]
  let status: Int32
  let output: String
  let errors: String

  var description: String { "carillon \(arguments.joined(separator: " ")): status \(status)\n\(output)\(errors)" }

  private static let program: URL = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(filePath: tests).deletingLastPathComponent().appending(path: "carillon")
  }()

  static func of(_ arguments: [String], input: String) async throws -> ProgramEnd {
    let folder = try ScratchDirectory()
    try folder.write(input, to: "in")
    for name in ["out", "err"] { try folder.write("", to: name) }
    let process = Process()
    (process.executableURL, process.arguments) = (program, arguments)
    process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("CARILLON_") }
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: folder.path("in")))
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: folder.path("out")))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: folder.path("err")))
    try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in ended.resume() }
      do { try process.run() } catch { ended.resume(throwing: error) }
    }
    return ProgramEnd(
      arguments: arguments, status: process.terminationStatus, output: folder.read("out") ?? "", errors: folder.read("err") ?? "")
  }
}
