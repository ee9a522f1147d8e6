import Foundation
import Glibc
import TestSupport

/// A program that runs beside the test, its output in files, so that a full pipe never holds it back.
final class ProgramRun: Sendable {
  private let process: Process
  private let outputs: ScratchDirectory
  private let ended: Task<Int32, Never>

  /// - Parameter environment: added to the test's own, which holds nothing of Carillon's or ZenML's.
  init(_ program: String, _ arguments: [String], environment: [String: String] = [:], directory: String? = nil) throws {
    let outputs = try ScratchDirectory()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = Self.environment.merging(environment) { _, own in own }
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try Self.file(outputs.path("out"))
    process.standardError = try Self.file(outputs.path("err"))
    let (ends, announcement) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = { process in
      let isExit = process.terminationReason == .exit
      announcement.yield(isExit ? process.terminationStatus : -process.terminationStatus)
      announcement.finish()
    }
    try process.run()
    (self.process, self.outputs) = (process, outputs)
    ended = Task {
      for await status in ends { return status }
      return Int32.min
    }
  }

  private static let environment = ProcessInfo.processInfo.environment.filter { name, _ in
    !["CARILLON_", "ZENML_", "NOTIFY_", "STATE_DIRECTORY"].contains { name.hasPrefix($0) }
  }

  private static func file(_ path: String) throws -> FileHandle {
    guard FileManager.default.createFile(atPath: path, contents: nil), let handle = FileHandle(forWritingAtPath: path) else {
      throw CocoaError(.fileWriteUnknown)
    }
    return handle
  }

  var id: pid_t { process.processIdentifier }
  var isRunning: Bool { process.isRunning }
  var output: String { outputs.read("out") ?? "" }
  var errors: String { outputs.read("err") ?? "" }

  /// Its exit status; a signal that ended it, negative.
  var status: Int32 {
    get async { await ended.value }
  }

  func send(_ signal: Int32) { _ = kill(id, signal) }
}
